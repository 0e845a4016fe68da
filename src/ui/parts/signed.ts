/** `+9`, `−8`: points of a factor, with the minus sign of the trade and not a hyphen. */
export const signed = (points: number): string => (points < 0 ? `−${-points}` : `+${points}`);
