import { severityOfRank, type Severity } from '../../domain/severity.ts';
import type { HistogramBin } from '../../worker/api.ts';

export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  readonly severity: Severity;
}

/**
 * Stacked bars of alerts over time, the worst on the ground line. Heights go by the square root of a bin's total, so that one burst
 * does not flatten the rest; within a bar the severities share its height in proportion. Any alert at all is at least 2 px.
 */
export function histogramBars(bins: readonly HistogramBin[], width: number, height: number): readonly Bar[] {
  const totals = bins.map((bin) => bin.counts.reduce((sum, count) => sum + count, 0));
  const most = Math.max(1, ...totals);
  const step = bins.length === 0 ? 0 : width / bins.length;
  return bins.flatMap((bin, i) => {
    const total = totals[i] ?? 0;
    if (total === 0) return [];
    const full = Math.max(2, Math.sqrt(total / most) * height);
    let ground = height;
    const bars: Bar[] = [];
    for (let rank = bin.counts.length - 1; rank >= 0; rank--) {
      const share = ((bin.counts[rank] ?? 0) / total) * full;
      if (share === 0) continue;
      ground -= share;
      bars.push({ x: i * step, width: Math.max(1, step - (step > 3 ? 1 : 0)), y: ground, height: share, severity: severityOfRank(rank) });
    }
    return bars;
  });
}
