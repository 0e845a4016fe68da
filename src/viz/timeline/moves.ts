import type { PlacedMark } from './layout.ts';

/** Where an arrow key leads: along time on the same lane's height or beyond, or to the nearest mark above or below. */
export function nextMark(marks: readonly PlacedMark[], from: PlacedMark, key: string): PlacedMark | undefined {
  const inTime = [...marks].sort((a, b) => a.x - b.x || a.y - b.y);
  const at = inTime.findIndex((m) => m.key === from.key);
  switch (key) {
    case 'ArrowRight':
      return inTime[at + 1];
    case 'ArrowLeft':
      return at > 0 ? inTime[at - 1] : undefined;
    case 'Home':
      return inTime[0];
    case 'End':
      return inTime.at(-1);
    case 'ArrowUp':
      return nearest(
        marks.filter((m) => m.y < from.y - 1),
        from,
      );
    case 'ArrowDown':
      return nearest(
        marks.filter((m) => m.y > from.y + 1),
        from,
      );
    default:
      return undefined;
  }
}

function nearest(marks: readonly PlacedMark[], from: PlacedMark): PlacedMark | undefined {
  let best: PlacedMark | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const mark of marks) {
    const cost = Math.abs(mark.y - from.y) * 3 + Math.abs(mark.x - from.x);
    if (cost < least) {
      least = cost;
      best = mark;
    }
  }
  return best;
}
