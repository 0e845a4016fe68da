import type { SourceIncidents } from '../domain/source-incidents.ts';
import type { Given } from './correlate.ts';
import type { CorrelationInput, CorrelationResult } from './model.ts';

/** Whether evidence may bring two incidents together, by whether the exporter made either. */
export const mayAdd = (mode: SourceIncidents, a: boolean, b: boolean): boolean => (mode === 'keep' ? !a && !b : !(a && b));

/** The exporter's incidents as given beforehand; undefined where they are ignored. */
export function ofExporter(input: CorrelationInput, mode: SourceIncidents): Given | undefined {
  if (mode === 'ignore') return undefined;
  return { of: input.sourceIncident, mayMeet: (a, b) => a === b || mayAdd(mode, a !== 0, b !== 0), meet: (a, b) => a || b };
}

/** Where the exporter's incidents are kept as they are, nothing is suggested about them. */
export function withoutKept(input: CorrelationInput, mode: SourceIncidents, result: CorrelationResult): CorrelationResult {
  if (mode !== 'keep') return result;
  const kept = new Uint8Array(result.incidents);
  for (let row = 0; row < input.count; row++) if (input.sourceIncident[row] !== 0) kept[result.incident[row] as number] = 1;
  return { ...result, suggestions: result.suggestions.filter(({ a, b }) => kept[a] === 0 && kept[b] === 0) };
}
