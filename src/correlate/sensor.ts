import { EVIDENCE_ROLES } from '../domain/evidence.ts';

const SENSOR = 1 << EVIDENCE_ROLES.indexOf('sensor');

/** Does a mention (bits over EVIDENCE_ROLES) name a thing only as the one that watched? That is where an alert was seen, not what it is about. */
export const onlyWatched = (roles: number): boolean => roles === SENSOR;
