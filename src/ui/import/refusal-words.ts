/** Why an import did not bring two incidents together, by code of domain/merge-refusals.ts. */
const WORDS: Readonly<Record<string, string>> = {
  'merge/resolved': 'one of them is resolved; a resolved incident takes nothing and is not reopened.',
  'merge/two-owners': 'they are assigned to different people.',
  'merge/two-classifications': 'they are classified differently.',
  'merge/two-determinations': 'they have different determinations.',
  'merge/too-many-entities': 'together they would have too many entities.',
  'merge/device-groups': 'their devices belong to different device groups.',
};

export const refusalWords = (code: string): string => WORDS[code] ?? `the rule ${code} forbids it.`;
