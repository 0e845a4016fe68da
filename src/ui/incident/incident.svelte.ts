import type { Engine } from '../../client/engine.ts';
import { LiveQuery } from '../../client/live-query.svelte.ts';
import type { IncidentTab, Selection } from '../../client/route.ts';
import { router } from '../../client/router.svelte.ts';
import { settings } from '../../client/settings.svelte.ts';
import { formatTime } from '../../client/time-format.ts';
import { EVIDENCE_TYPES, type EvidenceType, type Verdict } from '../../domain/evidence.ts';
import { typeHeading } from '../../domain/evidence-names.ts';
import { type DrawnGraph, drawnGraph, toldApart } from '../../viz/entity-graph/graph.ts';
import { forceLayout, type GraphLayout, laneLayout } from '../../viz/entity-graph/layout.ts';
import type { FigureTarget } from '../parts/figures.ts';
import { type AlertFilter, idsOf, NO_FILTER } from './alert-filter.ts';
import { AlertRows } from './alert-rows.svelte.ts';
import { keysOf, nodesByKey, without } from './keys.ts';
import { type Lanes, lanesOf } from './lanes.ts';
import type { Picked } from './lit.ts';
import { Player } from './player.svelte.ts';
import { StorySelection } from './selection.svelte.ts';
import { storyIndex } from './story-index.ts';

const MOST_NODES = 300;
const MOST_MARKS = 20_000;
/** Alike nodes are folded from so many nodes on, until the person decides. */
const GROUP_FROM = 24;
/** How the start of a process is written behind its name, the shortest first. */
const STARTS = (['clock', 'second', 'exact'] as const).map((style) => (at: number) => formatTime(at, settings.zone, style));

const WANTED: Readonly<Partial<Record<IncidentTab, Picked['kind']>>> = { alerts: 'alert', assets: 'entity', evidence: 'entity' };

/** One incident on screen: its queries, the one selection, the walk through time. */
export class IncidentPage {
  readonly engine: Engine;
  readonly #id: () => number;
  readonly detail: LiveQuery<'incidentDetail'>;
  readonly graph: LiveQuery<'incidentGraph'>;
  readonly timeline: LiveQuery<'incidentTimeline'>;
  readonly evidence: LiveQuery<'incidentEvidence'>;
  readonly alerts: AlertRows;
  readonly selection: StorySelection;
  readonly player: Player;

  filter = $state.raw<AlertFilter>(NO_FILTER);
  /** Type chosen in the Assets and in the Evidence tab. */
  assetType = $state<EvidenceType | undefined>(undefined);
  evidenceType = $state<EvidenceType | undefined>(undefined);
  /** Verdict chosen in both. */
  verdict = $state<Verdict | undefined>(undefined);
  hiddenTypes = $state.raw<ReadonlySet<EvidenceType>>(keysOf<EvidenceType>([]));
  opened = $state.raw<ReadonlySet<string>>(keysOf<string>([]));
  layoutMode = $state<'force' | 'lanes'>('force');
  aspect = $state(1.6);
  #grouping = $state<boolean | undefined>(undefined);
  #synced = '';

  constructor(engine: Engine, id: () => number) {
    this.engine = engine;
    this.#id = id;
    this.detail = new LiveQuery(engine, 'incidentDetail', () => ({ id: id() }));
    this.graph = new LiveQuery(engine, 'incidentGraph', () => ({ incident: id(), maxNodes: MOST_NODES }));
    this.timeline = new LiveQuery(engine, 'incidentTimeline', () => ({ incident: id(), limit: MOST_MARKS }));
    this.evidence = new LiveQuery(engine, 'incidentEvidence', () => ({ incident: id(), limit: 5000 }));
    this.alerts = new AlertRows(engine, id, () => this.detail.first?.alerts ?? 0);
    this.selection = new StorySelection(
      () => this.index,
      () => this.drawn,
    );
    this.player = new Player(
      () => this.index.order,
      (alert) => this.pick({ kind: 'alert', id: alert, why: false }),
    );
    $effect.pre(() => {
      id();
      this.#reset();
    });
    $effect.pre(() => {
      const route = router.route;
      if (route.page !== 'incident' || route.id !== id()) return;
      const text = JSON.stringify(route.selection ?? null);
      if (text === this.#synced) return;
      this.#synced = text;
      this.selection.adopt(pickOf(route.selection));
    });
    $effect(() => () => this.player.stop());
  }

  get id(): number {
    return this.#id();
  }

  readonly index = $derived.by(() => storyIndex(this.graph.first, this.timeline.first, this.alerts.loaded));
  /** Each alert in the lane of every asset it names. */
  readonly lanes: Lanes = $derived.by(() => lanesOf(this.timeline.first, this.graph.first, this.evidence.rows ?? [], this.index));
  readonly grouping: boolean = $derived.by(() => this.#grouping ?? (this.graph.first?.nodes.length ?? 0) > GROUP_FROM);
  readonly drawn: DrawnGraph = $derived.by(() =>
    drawnGraph(toldApart(this.graph.first?.nodes ?? [], STARTS), this.graph.first?.edges ?? [], {
      hiddenTypes: this.hiddenTypes,
      group: this.grouping,
      opened: this.opened,
    }),
  );
  readonly layout: GraphLayout = $derived.by(() => {
    const graph = this.drawn;
    if (this.layoutMode === 'force') return forceLayout(graph, this.aspect);
    const { timeOf } = this.index;
    const byKey = nodesByKey(graph);
    return laneLayout(
      graph,
      (key) => {
        const type = byKey.get(key)?.type ?? 'generic';
        return { index: EVIDENCE_TYPES.indexOf(type), label: typeHeading(type) };
      },
      (key) => {
        const times = (byKey.get(key)?.alertIds ?? []).flatMap((a) => timeOf.get(a) ?? []);
        return times.length === 0 ? undefined : Math.min(...times);
      },
    );
  });
  /** Nodes of the drawing that the selection lights. */
  readonly litNodes: ReadonlySet<string> = $derived.by(() => {
    const { entities } = this.selection.lit;
    return keysOf(this.drawn.nodes.filter((n) => n.members.some((m) => entities.has(m.id))).map((n) => n.key));
  });
  /** Key of the node or edge picked in the drawing. */
  readonly pickedMark: string | undefined = $derived.by(() => {
    const picked = this.selection.picked;
    if (picked === undefined || picked.kind === 'alert') return undefined;
    return picked.kind === 'entity' ? this.drawn.nodes.find((n) => n.members.some((m) => m.id === picked.id))?.key : picked.key;
  });

  setGrouping(on: boolean): void {
    this.#grouping = on;
    this.opened = keysOf<string>([]);
  }
  openGroup(key: string): void {
    this.opened = keysOf([...this.opened, key]);
    this.selection.clear();
  }
  toggleType(type: EvidenceType): void {
    this.hiddenTypes = this.hiddenTypes.has(type) ? without(this.hiddenTypes, type) : keysOf([...this.hiddenTypes, type]);
  }
  showAllTypes(): void {
    this.hiddenTypes = keysOf<EvidenceType>([]);
  }

  pick(next: Picked): void {
    this.selection.pick(next);
    this.#show();
  }
  pickAlert(id: number, why = false): void {
    this.pick({ kind: 'alert', id, why });
  }
  pickEntity(id: number): void {
    this.pick({ kind: 'entity', id });
  }
  clear(): void {
    this.selection.clear();
    this.#show();
  }
  /** One step back; false when there was nothing to step back from. */
  stepBack(): boolean {
    if (this.player.position !== undefined) {
      this.player.stop();
      return true;
    }
    const done = this.selection.stepBack();
    if (done) this.#show();
    return done;
  }

  go(tab: IncidentTab): void {
    const wanted = WANTED[tab];
    const kind = this.selection.picked?.kind;
    // What is picked stays where the tab is about it, and does not stand in the way where it is not.
    if (wanted !== undefined && kind !== wanted) this.selection.clear();
    router.go({ page: 'incident', id: this.id, tab, selection: selectionOf(this.selection.picked) });
  }
  /** The rows behind a figure. */
  openAlerts(change: Partial<AlertFilter> = {}): void {
    this.filter = { ...NO_FILTER, ...change };
    this.go('alerts');
  }
  openAlertsOf(entity: number, label: string): void {
    this.openAlerts({ ids: { label: `Names ${label}`, alerts: idsOf(this.index.alertsOf.get(entity) ?? []) } });
  }
  openFigure({ tab, type, only }: FigureTarget): void {
    if (tab === 'alerts') this.openAlerts(only === 'resolved' ? { status: 'resolved' } : {});
    else if (tab === 'assets') this.openAssets(type);
    else if (tab === 'evidence') this.openEvidence(type, only === 'malicious' ? only : undefined);
    else this.go('summary');
  }
  openAssets(type?: EvidenceType): void {
    this.assetType = type;
    this.verdict = undefined;
    this.go('assets');
  }
  openEvidence(type?: EvidenceType, verdict?: Verdict): void {
    this.evidenceType = type;
    this.verdict = verdict;
    this.go('evidence');
  }

  #show(): void {
    const route = router.route;
    if (route.page !== 'incident') return;
    const selection = selectionOf(this.selection.picked);
    this.#synced = JSON.stringify(selection ?? null);
    router.replace({ ...route, selection });
  }

  #reset(): void {
    this.player.stop();
    this.filter = NO_FILTER;
    this.assetType = undefined;
    this.evidenceType = undefined;
    this.verdict = undefined;
    this.hiddenTypes = keysOf<EvidenceType>([]);
    this.opened = keysOf<string>([]);
    this.#grouping = undefined;
    this.#synced = '';
    this.selection.clear();
  }
}

/** Edges and groups are parts of a drawing, not of the incident: they have no address. */
function selectionOf(picked: Picked | undefined): Selection | undefined {
  if (picked?.kind === 'alert') return { kind: picked.why ? 'link' : 'alert', id: picked.id };
  return picked?.kind === 'entity' ? { kind: 'entity', id: picked.id } : undefined;
}

function pickOf(selection: Selection | undefined): Picked | undefined {
  if (selection === undefined) return undefined;
  return selection.kind === 'entity'
    ? { kind: 'entity', id: selection.id }
    : { kind: 'alert', id: selection.id, why: selection.kind === 'link' };
}
