/* Rules a person lays over the correlation: lists, links, identity, detectors, weights. */
import type { DetectorMode } from '../../domain/detector-mode.ts';
import type { EvidenceType } from '../../domain/evidence.ts';
import type { IdentityRuleKind, LinkRuleKind, ListName } from '../../domain/rule.ts';

export interface ListParams {
  readonly list: ListName;
  /** In value, type or note. */
  readonly search: string;
  readonly limit: number;
}
/** An entry of a list, or a mark made on an entity itself. */
export interface ListRow {
  /** Of the rule; null for a mark on an entity. */
  readonly key: string | null;
  /** Of the marked entity; null for a rule. */
  readonly entity: number | null;
  readonly type: EvidenceType;
  /** Identifier `kind:value`; `writtenValue` of domain/list-entry.ts is how it is written. */
  readonly id: string;
  readonly note: string;
  /** µs since 1970. */
  readonly at: number;
  readonly actor: string;
  /** Things of this workspace it names, and the alerts that name those. */
  readonly things: number;
  readonly alerts: number;
}
/** How many entries each list has, searched or not. */
export interface ListCounts {
  readonly ignore: number;
  readonly critical: number;
  readonly watch: number;
}

export interface RuleEnd {
  /** null: the alert is not in the workspace; the rule waits for it. */
  readonly alert: number | null;
  readonly title: string;
  readonly incident: { readonly id: number; readonly name: string } | null;
}
export interface LinkRuleRow {
  readonly key: string;
  readonly kind: LinkRuleKind;
  readonly a: RuleEnd;
  readonly b: RuleEnd;
  readonly note: string;
  readonly at: number;
  readonly actor: string;
}

export interface IdentityRuleRow {
  readonly key: string;
  readonly kind: IdentityRuleKind;
  readonly type: EvidenceType;
  /** One identifier for `noIdentity`, else two. */
  readonly ids: readonly string[];
  readonly note: string;
  readonly at: number;
  readonly actor: string;
}

export interface DetectorParams {
  /** In product, rule or title. */
  readonly search: string;
  readonly limit: number;
}
export interface DetectorListRow {
  /** `detectorKey(product, rule or title)`. */
  readonly key: string;
  readonly product: string;
  /** Its id or name; the title where the product states none. */
  readonly rule: string;
  /** Of its first alert. */
  readonly title: string;
  readonly alerts: number;
  readonly incidents: number;
  /** What the rule's own description asks for. */
  readonly tag: 'exclude' | 'include' | null;
  /** What a person decided; null: nothing. */
  readonly mode: DetectorMode | null;
  readonly ruleKey: string | null;
}
/** Detectors in all and with a decision, whatever was searched. */
export interface DetectorCounts {
  readonly detectors: number;
  readonly decided: number;
  readonly tagged: number;
}
