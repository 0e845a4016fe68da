/** Alerts shown under an unfolded incident; more of them stand on its page. */
export const NESTED_LIMIT = 10;

/** Lines that an incident's unfolded alerts take. */
export const nestedLines = (alerts: number): number => Math.min(alerts, NESTED_LIMIT) + (alerts > NESTED_LIMIT ? 1 : 0);
