/** Name of the setting that says against which word of its source a decision on an alert was kept. `field`: column of the decision. */
export const keptKey = (alertKey: string, field: string): string => `kept/${alertKey}/${field}`;
