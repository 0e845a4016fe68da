import { ENTITY_FLAGS, type CorrelationInput } from './model.ts';
import { onlyWatched } from './sensor.ts';

/** Where the data cannot carry a grouping: `alerts` of `of` are concerned. */
export type GroupingLimit = { readonly alerts: number; readonly of: number } & (
  | {
      /** No usable time; or nearly all at one and the same instant: nearness says nothing, and no hub can be told. */
      readonly kind: 'noTime' | 'oneInstant';
    }
  | {
      /** Alerts of one product that name nothing by which they could be linked. */
      readonly kind: 'noEntities';
      readonly product: number;
    }
  | {
      /** One thing stands in nearly every alert: it tells none of them apart. */
      readonly kind: 'everywhere';
      readonly entity: number;
    }
  | {
      /** Nearly all alerts are of one detector: whether it ever stands with another cannot be told, so it is heard as noise. */
      readonly kind: 'oneDetector';
      readonly detector: number;
    }
);

/** Fewer alerts than these prove nothing. */
const LEAST_ALERTS = 10;
const LEAST_EVERYWHERE = 50;
const MUCH_TIMELESS = 0.2;
const MUCH_UNNAMED = 0.5;
const NEARLY_ALL = 0.9;

const MUTE = ENTITY_FLAGS.builtin | ENTITY_FLAGS.ignored;

/** What to tell the user before the incidents are trusted; the order is fixed: time, then things, products, detectors. Linear in the mentions. */
export function limitsOf(input: CorrelationInput): GroupingLimit[] {
  return [...timeLimits(input), ...everywhere(input), ...unnamed(input), ...oneDetector(input)];
}

function timeLimits({ count, time }: CorrelationInput): GroupingLimit[] {
  if (count < LEAST_ALERTS) return [];
  let timeless = 0;
  // The only instant that can hold most of the alerts, by majority vote.
  let instant = Number.NaN;
  let lead = 0;
  for (let row = 0; row < count; row++) {
    const t = time[row] as number;
    if (Number.isNaN(t)) timeless++;
    else if (lead === 0) [instant, lead] = [t, 1];
    else lead += t === instant ? 1 : -1;
  }
  const limits: GroupingLimit[] = [];
  if (timeless >= MUCH_TIMELESS * count) limits.push({ kind: 'noTime', alerts: timeless, of: count });
  let there = 0;
  for (let row = 0; row < count; row++) if (time[row] === instant) there++;
  const timed = count - timeless;
  if (timed >= LEAST_ALERTS && there >= NEARLY_ALL * timed) limits.push({ kind: 'oneInstant', alerts: there, of: count });
  return limits;
}

const links = (input: CorrelationInput, r: number): boolean =>
  ((input.entities.flags[input.entity[r] as number] as number) & MUTE) === 0 && !onlyWatched(input.role[r] as number);

function everywhere(input: CorrelationInput): GroupingLimit[] {
  if (input.count < LEAST_EVERYWHERE) return [];
  const alerts = new Uint32Array(input.entities.count);
  for (let r = 0; r < input.entity.length; r++)
    if (links(input, r)) alerts[input.entity[r] as number] = (alerts[input.entity[r] as number] as number) + 1;
  const limits: GroupingLimit[] = [];
  for (let entity = 0; entity < alerts.length; entity++)
    if ((alerts[entity] as number) >= NEARLY_ALL * input.count)
      limits.push({ kind: 'everywhere', entity, alerts: alerts[entity] as number, of: input.count });
  return limits.sort((a, b) => b.alerts - a.alerts);
}

function unnamed(input: CorrelationInput): GroupingLimit[] {
  const of = new Map<number, { alerts: number; of: number }>();
  for (let row = 0; row < input.count; row++) {
    const product = input.product[row] as number;
    let known = of.get(product);
    if (known === undefined) of.set(product, (known = { alerts: 0, of: 0 }));
    known.of++;
    let named = false;
    const to = input.offset[row + 1] as number;
    for (let r = input.offset[row] as number; r < to && !named; r++) named = links(input, r);
    if (!named) known.alerts++;
  }
  return [...of]
    .filter(([, known]) => known.alerts >= LEAST_ALERTS && known.alerts >= MUCH_UNNAMED * known.of)
    .sort(([, a], [, b]) => b.alerts - a.alerts)
    .map(([product, known]) => ({ kind: 'noEntities', product, ...known }));
}

function oneDetector({ count, detector }: CorrelationInput): GroupingLimit[] {
  if (count < LEAST_EVERYWHERE) return [];
  const alerts = new Map<number, number>();
  for (const one of detector) alerts.set(one, (alerts.get(one) ?? 0) + 1);
  return [...alerts]
    .filter(([, n]) => n >= NEARLY_ALL * count)
    .map(([one, n]) => ({ kind: 'oneDetector', detector: one, alerts: n, of: count }));
}
