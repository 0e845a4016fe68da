import { EVIDENCE_TYPES, type EvidenceType, isAsset } from '../../domain/evidence.ts';
import { typePlural } from '../../domain/evidence-names.ts';

/** Where a figure leads: the rows it counts. */
export interface FigureTarget {
  readonly tab: 'alerts' | 'assets' | 'evidence' | 'summary';
  readonly type: EvidenceType | undefined;
  /** Of these rows only those that the sentence is about. */
  readonly only?: 'malicious' | 'resolved';
}
export type SentencePart = { readonly text: string; readonly target: FigureTarget | undefined };

const TARGETS: ReadonlyMap<string, FigureTarget> = new Map<string, FigureTarget>([
  ...EVIDENCE_TYPES.flatMap((type) =>
    [1, 2].map((n): [string, FigureTarget] => [typePlural(type, n).toLowerCase(), { tab: isAsset(type) ? 'assets' : 'evidence', type }]),
  ),
  ...['alert', 'alerts', 'detection', 'detections', 'open alert', 'open alerts'].map((word): [string, FigureTarget] => [
    word,
    { tab: 'alerts', type: undefined },
  ]),
  ...['product', 'products', 'detector', 'detectors', 'source', 'sources', 'kind', 'kinds'].map((word): [string, FigureTarget] => [
    word,
    { tab: 'alerts', type: undefined },
  ]),
  ...['asset', 'assets', 'impacted asset', 'impacted assets'].map((word): [string, FigureTarget] => [
    word,
    { tab: 'assets', type: undefined },
  ]),
  ...['entity', 'entities', 'piece of evidence', 'pieces of evidence', 'thing', 'things'].map((word): [string, FigureTarget] => [
    word,
    { tab: 'evidence', type: undefined },
  ]),
  ...['tactic', 'tactics', 'technique', 'techniques'].map((word): [string, FigureTarget] => [word, { tab: 'summary', type: undefined }]),
]);

/** `2 more`: of what was counted before in the sentence. */
const MORE = 'more';
const words = [...TARGETS.keys(), MORE].sort((a, b) => b.length - a.length).join('|');
const FIGURE = new RegExp(`(?<![\\w.,:-])\\d{1,3}(?:[\\u2009\\u202f\\u00a0]?\\d{3})*\\s+(${words})\\b`, 'gi');

/** Cuts a sentence at its figures, so that each can be opened: `14 alerts` leads to the alerts. The parts join to the sentence again. */
export function figuresIn(sentence: string): readonly SentencePart[] {
  const parts: SentencePart[] = [];
  let last = 0;
  let target: FigureTarget | undefined;
  for (const match of sentence.matchAll(FIGURE)) {
    const word = (match[1] ?? '').toLowerCase();
    if (word !== MORE) target = narrowed(TARGETS.get(word), sentence);
    if (match.index > last) parts.push({ text: sentence.slice(last, match.index), target: undefined });
    parts.push({ text: match[0], target });
    last = match.index + match[0].length;
  }
  if (last < sentence.length) parts.push({ text: sentence.slice(last), target: undefined });
  return parts;
}

/** Names in a sentence are text of records, so the words are looked for where the sentence has its own. */
function narrowed(target: FigureTarget | undefined, sentence: string): FigureTarget | undefined {
  if (target?.tab === 'evidence' && /^\S+ things? in it (?:is|are) called malicious: /.test(sentence))
    return { ...target, only: 'malicious' };
  if (target?.tab === 'alerts' && / (?:is|are) resolved\.$/.test(sentence)) return { ...target, only: 'resolved' };
  return target;
}
