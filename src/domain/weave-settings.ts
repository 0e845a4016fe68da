/** Settings of the workspace that change who belongs to which incident. `weave`: all alerts were woven anew, and when. */
export const WEAVE_SETTINGS: readonly string[] = ['correlation', 'sequences', 'weave'];
