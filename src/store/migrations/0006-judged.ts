/**
 * Version 6: an incident keeps the numbers its priority is reckoned from (store/judged.ts) where it had kept the factors in words, which were
 * a third of the database. Words of before are read until the incident is weighed again.
 */
export const judged = `
alter table incident rename column factors to judged;
`;
