import type { Severity } from '../domain/severity.ts';

/** Outline of a severity's mark around 0,0, `r` px from its middle: the shape tells it apart where colour does not. */
export function severityPath(severity: Severity, r: number): string {
  switch (severity) {
    case 'high':
      return `M0 ${-r}L${r} 0L0 ${r}L${-r} 0Z`;
    case 'medium':
      return `M0 ${-r}L${r} ${r * 0.8}L${-r} ${r * 0.8}Z`;
    case 'low':
      return circle(r * 0.78);
    case 'informational': {
      const side = r * 0.72;
      return `M${-side} ${-side}H${side}V${side}H${-side}Z`;
    }
    case 'unknown':
      return circle(r * 0.78);
  }
}

/** Informational and unknown are outlines; what weighs more is filled. */
export const isHollow = (severity: Severity): boolean => severity === 'informational' || severity === 'unknown';

const circle = (r: number): string => `M${-r} 0A${r} ${r} 0 1 0 ${r} 0A${r} ${r} 0 1 0 ${-r} 0Z`;
