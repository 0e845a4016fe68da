const isWithin = (technique: string, other: string): boolean => technique === other || technique.startsWith(`${other}.`);

/** Whether what an alert states may be the technique asked for: itself, one of its sub-techniques, or the technique above, which says no more. */
export const meetsTechnique = (stated: string, wanted: string): boolean => isWithin(stated, wanted) || isWithin(wanted, stated);
