import type { Database } from 'sql.js';
import { instantOfMillis } from '../base/time.ts';
import { PRIORITY_WEIGHTS, type PriorityWeights } from '../correlate/priority.ts';
import type { Standing } from '../correlate/near/standing.ts';
import type { Change } from '../journal/event.ts';
import { readSetting } from '../store/correlation-rows.ts';
import type { IncidentColumns } from '../store/incident-columns.ts';
import type { Applied } from '../store/journal/apply.ts';
import type { Mirror } from '../store/mirror.ts';
import type { QueryContext } from '../store/query.ts';
import { type Describe, writeCorrelation } from '../store/write/correlation.ts';
import { redescribe } from '../store/write/describe.ts';
import { bendDigest, forgetWeave, isKept, isWeaveKept, keepWeave, keptUnder, restoreWeave } from '../store/write/kept-weave.ts';
import type { RaisedChange } from '../store/write/raised.ts';
import type * as Late from './late.ts';
import {
  choiceOfSetting,
  type CorrelationChoice,
  CORRELATION_SETTING,
  DEFAULT_CHOICE,
  identify,
  inputOf,
  type Run,
  runCorrelation,
  runIncrement,
  type Woven,
} from './correlation-run.ts';
import { describeWith, PRIORITY_SETTING, weightsOfSetting } from './priority-weights.ts';
import { raise } from './raise.ts';
import { shownBefore, type WeaveReport, weaveReport } from './weave-report.ts';

/** What is woven: the mirror is another one after imports were taken out. */
export interface Loom {
  readonly db: Database;
  readonly mirror: Mirror;
  readonly incidents: IncidentColumns;
  readonly context: QueryContext;
}

export const UNCHANGED: RaisedChange = { raised: [], withdrawn: [] };
/** Alerts from which on weaving all of them takes long enough to keep what it leaves. */
const LEAST_STANDING = 20_000;

/**
 * How the incidents of a workspace come to stand: all alerts woven at once, new ones added, bent by decisions, and brought back as they stood before.
 */
export class Weaver {
  options: CorrelationChoice = DEFAULT_CHOICE;
  weights: PriorityWeights = PRIORITY_WEIGHTS;
  /** The incidents are those of one weave over all alerts: weaving again gives them again. */
  whole = false;
  /** Raised alerts that came and went with the last weave. */
  raised: RaisedChange = UNCHANGED;
  /** What the newest import did to the incidents that were here; undefined before one. */
  lastWeave: WeaveReport | undefined;
  readonly #loom: Loom;
  readonly #leastStanding: number;
  /** Of the decisions the incidents stand under. */
  #digest = '';
  /** What the last weave left to be added to. */
  #standing: Standing | undefined;
  /** Comes with the first workspace that is large enough. */
  #late: Pick<typeof Late, 'keepStanding' | 'runAddition'> | undefined;

  constructor(loom: Loom, leastStanding = LEAST_STANDING) {
    this.#loom = loom;
    this.#leastStanding = leastStanding;
  }

  /** Of a workspace that was opened: `digest` as it was before the journal's later events were applied. */
  resume(digest: string, applied: Applied): void {
    const { db, mirror } = this.#loom;
    this.options = choiceOfSetting(readSetting(db, CORRELATION_SETTING));
    this.weights = weightsOfSetting(readSetting(db, PRIORITY_SETTING));
    if (mirror.count === 0) return;
    this.#digest = digest;
    if (applied.recorrelate) this.#bend();
    else {
      this.#loom.context.identityLinks = identify(db, mirror);
      if (applied.describe) this.#redescribe();
    }
  }

  /** Brings the incidents in step with a decision. */
  follow(changes: readonly Change[], applied: Applied): void {
    const { db, mirror } = this.#loom;
    if (changes.some(({ table, key }) => table === 'setting' && key === CORRELATION_SETTING))
      this.options = choiceOfSetting(readSetting(db, CORRELATION_SETTING));
    if (applied.describe) this.weights = weightsOfSetting(readSetting(db, PRIORITY_SETTING));
    if (mirror.count === 0) return;
    if (applied.recorrelate) this.#bend();
    else if (applied.describe) {
      mirror.entities.refreshDecisions(db);
      this.#redescribe();
    }
  }

  /** Loads what weighs a few alerts alone, where there are so many that it pays. */
  async prepare(): Promise<void> {
    if (this.#loom.mirror.count >= this.#leastStanding) this.#late ??= await import('./late.ts').catch(() => undefined);
  }

  /** What was known of the alerts holds no more: imports were taken out. */
  forget(): void {
    this.#standing = undefined;
  }

  /** What places are laid over, alert by alert; undefined where all would be woven to find out. */
  unplaced(): Uint32Array | undefined {
    const { db, mirror } = this.#loom;
    const shown = mirror.incident.subarray(0, mirror.observed);
    return isWeaveKept(db) ? (keptUnder(db, mirror, this.#digest)?.incident ?? (this.whole ? shown : undefined)) : shown;
  }

  /** Weaves all alerts anew, under the decisions of the journal. What stood before is forgotten. */
  all(): void {
    const { db } = this.#loom;
    forgetWeave(db);
    this.#weave(() => this.#all());
    this.whole = true;
    this.#digest = bendDigest(db);
    this.lastWeave = undefined;
  }

  /** Adds new alerts, rows from `known` on, to the incidents there are. `updated`: alerts from before that the files tell otherwise now. */
  add(known: number, updated: number): WeaveReport {
    const { db } = this.#loom;
    forgetWeave(db);
    const before = shownBefore(this.#loom, known);
    const woven = this.#weave(() => this.#added(known, updated) ?? this.#incremented(known));
    this.whole = false;
    this.#digest = bendDigest(db);
    return (this.lastWeave = weaveReport(this.#loom, before, woven, instantOfMillis(Date.now())));
  }

  /** The new alerts weighed against what is around them, where that will do. */
  #added(known: number, updated: number): Woven | undefined {
    const standing = this.#standing;
    if (standing === undefined || updated > 0) return undefined;
    this.#standing = undefined;
    return this.#late?.runAddition(this.#run, known, standing);
  }

  #incremented(known: number): Woven {
    return runIncrement(this.#run, known, this.#late?.keepStanding);
  }

  #weave(run: () => Woven): Woven {
    const { db, mirror, context } = this.#loom;
    mirror.refreshDecisions(db);
    const woven = run();
    this.#standing = woven.standing;
    context.identityLinks = woven.identityLinks;
    this.raised = woven.raised;
    return woven;
  }

  /** Weaves under the decisions as they are now, or brings back what stood under them before. */
  #bend(): void {
    const { db, mirror } = this.#loom;
    this.#standing = undefined;
    const digest = bendDigest(db);
    if (!this.whole) keepWeave(db, this.#digest, mirror.observed);
    mirror.refreshDecisions(db);
    if (isKept(db, mirror, digest) && this.#restore()) {
      this.#redescribe();
      this.whole = false;
    } else if (!this.#lay(digest)) {
      this.#weave(() => this.#all());
      this.whole = true;
    }
    this.#digest = digest;
  }

  /** Brings back the incidents that are kept, and the raised alerts under the decisions they stood under. */
  #restore(): boolean {
    const { db, mirror, incidents } = this.#loom;
    this.#raise();
    return restoreWeave(db, mirror, incidents);
  }

  /** Where only places were decided since an import, they are laid over what the import left: nothing else moves. False where all is woven. */
  #lay(digest: string): boolean {
    const { db, mirror, incidents } = this.#loom;
    const kept = keptUnder(db, mirror, digest);
    if (kept === undefined) return false;
    const { place } = this.#raise();
    writeCorrelation(db, mirror, incidents, place(kept), this.#describe);
    this.whole = false;
    return true;
  }

  #raise(): ReturnType<typeof raise> {
    const { db, mirror, context } = this.#loom;
    context.identityLinks = identify(db, mirror);
    const raised = raise(db, mirror, () => inputOf(db, mirror));
    this.raised = raised.change;
    return raised;
  }

  #all(): Woven {
    return runCorrelation(this.#run, this.#late?.keepStanding);
  }

  #redescribe(): void {
    const { db, mirror, incidents } = this.#loom;
    redescribe(db, mirror, incidents, this.#describe);
  }

  get #run(): Run {
    const { db, mirror, incidents } = this.#loom;
    return { db, mirror, incidents, choice: this.options, describe: this.#describe };
  }

  get #describe(): Describe {
    return describeWith(this.weights);
  }
}
