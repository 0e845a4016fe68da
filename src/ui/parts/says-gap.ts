/** Whether the sentence of a link already says how far apart its alerts are: `60 min apart`, `at the same moment`. */
export const saysGap = (sentence: string): boolean => / apart\b|\bat the same moment\b/.test(sentence);
