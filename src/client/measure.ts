/**
 * Notes how long an answer took as the measure `alertweave:<what>` of the browser's performance timeline, for the bench and the profiler.
 * Taken out again at once, so that a day's work does not fill the timeline: observers have been told by then.
 */
export function measured<T>(what: 'import' | 'query' | 'command', answer: Promise<T>, detail: (value: T) => unknown): Promise<T> {
  const start = performance.now();
  return answer.then((value) => {
    const name = `alertweave:${what}`;
    performance.measure(name, { start, detail: detail(value) });
    performance.clearMeasures(name);
    return value;
  });
}
