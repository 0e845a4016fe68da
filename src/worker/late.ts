/* What the worker can start without; one part, so that what it shares with the start stays in the start. */
export { keepStanding, runAddition } from './correlation-addition.ts';
export { Overtaken } from './correlation-preview.ts';
export { exportAlerts } from './export.ts';
export { LATE } from './late-answers.ts';
