/** SYSTEM, LOCAL SERVICE, NETWORK SERVICE, Everyone, built-in groups …: the same on each machine. Source: Microsoft, well-known SIDs. */
export const isWellKnownSid = (sid: string): boolean => !/^S-1-(?:5-21|12-1)-/i.test(sid);
