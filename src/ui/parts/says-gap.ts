/** The sentence of a link says itself how far apart its alerts are, in units of its own: `60 min apart`, `at the same moment`. */
export const saysGap = (sentence: string): boolean => / apart\b|\bat the same moment\b/.test(sentence);
