import { cached, type QueryContext } from '../query.ts';

/** By incident id: things on the watch list among what its alerts name. */
export function watchedThings(context: QueryContext): ReadonlyMap<number, number> {
  const { mirror } = context;
  const watched: number[] = [];
  for (let id = 1; id <= mirror.entities.count; id++)
    if (mirror.entities.canonicalId(id) === id && mirror.entities.isWatched(id)) watched.push(id);
  if (watched.length === 0) return NOBODY;
  return cached(context, 'watched', `${mirror.revision} ${watched.join(' ')}`, () => {
    const counts = new Map<number, number>();
    for (const id of watched)
      for (const incident of new Set(Array.from(mirror.alertsOf(id), (alert) => mirror.incident[alert - 1] ?? 0)))
        counts.set(incident, (counts.get(incident) ?? 0) + 1);
    return counts;
  });
}
const NOBODY: ReadonlyMap<number, number> = new Map();
