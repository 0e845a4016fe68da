/** Tags that only the system sets, as the Defender portal has them: attack type, automatic action, merge. Others are custom: a person's own words. */
const SYSTEM_TAGS = ['Redirected', 'Attack disruption', 'Automated response', 'Critical asset', 'Defender Experts', 'Ransomware'] as const;

/** Redirected: the tag of an incident that was poured into another. */
export const REDIRECTED_TAG = 'Redirected';

export const MAX_TAG_LENGTH = 100;

const folded = new Set(SYSTEM_TAGS.map((tag) => tag.toLowerCase()));
export const isSystemTag = (tag: string): boolean => folded.has(tag.trim().toLowerCase());

/** Tags as stored: a JSON array of strings. Anything else reads as no tags. */
export function readTags(stored: unknown): readonly string[] {
  if (typeof stored !== 'string') return [];
  try {
    const value: unknown = JSON.parse(stored);
    return Array.isArray(value) ? value.filter((tag) => typeof tag === 'string') : [];
  } catch {
    return [];
  }
}

/** Tags after adding and removing, in the order they were given; case does not make two tags of one. */
export function withTags(current: readonly string[], add: readonly string[], remove: readonly string[]): readonly string[] {
  const gone = new Set(remove.map((tag) => tag.trim().toLowerCase()));
  const kept = current.filter((tag) => !gone.has(tag.toLowerCase()));
  const seen = new Set(kept.map((tag) => tag.toLowerCase()));
  for (const raw of add) {
    const tag = raw.trim();
    if (tag === '' || seen.has(tag.toLowerCase())) continue;
    seen.add(tag.toLowerCase());
    kept.push(tag);
  }
  return kept;
}
