import type { Engine } from './engine.ts';
import { fits, type Load, type Machine, type Room, roomOn, thisMachine, tooMuchWords } from './load-estimate.ts';

/** A load that is likely more than the browser holds. */
export interface Overload {
  readonly load: Load;
  readonly room: Room;
  /** In words. */
  readonly why: string;
}
export type JudgeLoad = (load: Load) => Promise<Overload | undefined>;

/** Below this no machine is asked whether it can. */
const SMALL = 4 << 20;

/** Judges loads by what the browser says of itself and by what the workspace holds already. */
export const loadJudge =
  (engine: Pick<Engine, 'query'>, machine: () => Promise<Machine> = thisMachine): JudgeLoad =>
  async (load) => {
    if (load.bytes < SMALL) return undefined;
    const [here, overview] = await Promise.all([machine(), engine.query('overview', {})]);
    const present = overview.ok ? (overview.value[0]?.alerts ?? 0) : 0;
    const room = roomOn(here, load, present);
    return fits(load, room) ? undefined : { load, room, why: tooMuchWords(load, room, here, present) };
  };
