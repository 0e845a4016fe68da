/** Vendors' own long forms, shortened where a table has little room. The full names stand in the tooltip. */
const PREFIX = /^Microsoft (?=Defender|Entra|Sentinel|Purview|365)/;

/** `Defender for Endpoint, Suricata +1` */
export function productsShort(products: readonly string[]): string {
  const [first, ...rest] = products.map((product) => product.replace(PREFIX, ''));
  if (first === undefined) return '–';
  return rest.length === 0 ? first : rest.length === 1 ? `${first}, ${rest[0] ?? ''}` : `${first} +${rest.length}`;
}
