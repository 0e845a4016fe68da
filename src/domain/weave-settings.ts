/** Settings on which it depends which incident an alert belongs to. `weave`: when a person last had all alerts correlated anew. */
export const WEAVE_SETTINGS: readonly string[] = ['correlation', 'sequences', 'weave'];
