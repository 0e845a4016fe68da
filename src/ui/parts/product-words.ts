/** Vendors' own long forms, shortened where a table has little room: what differs stands behind them. The full names stand in the tooltip. */
const PREFIX = /^Microsoft (?=Defender|Entra|Sentinel|Purview|365)/;
export const productShort = (product: string): string => product.replace(PREFIX, '');
