import type { RemediationStatus } from '../../../domain/evidence.ts';
import { type Severity, severityOfScore, severityOfWord } from '../../../domain/severity.ts';
import type { Fields } from './fields.ts';

/** Scope of `composite_id`: the Alerts API and the event stream give one alert one id. */
export const CROWDSTRIKE_IDS = 'crowdstrike';

/** Falcon's word, else its number: 1 to 5 in the older stream, 0 to 100 elsewhere. */
export function falconSeverity(word: string | undefined, score: number | undefined): Severity {
  const named = severityOfWord(word);
  if (named !== 'unknown' || score === undefined) return named;
  if (score >= 1 && score <= 5) return (['informational', 'low', 'medium', 'high', 'high'] as const)[Math.round(score) - 1] ?? 'unknown';
  return severityOfScore(score);
}

/** What the sensor did, by the flags of the pattern disposition; the sentence where there are no flags. */
export function dispositionOf(flags: Fields, sentence: string | undefined): RemediationStatus | undefined {
  if (flags.flag('quarantinefile', 'quarantinemachine')) return 'remediated';
  if (
    [
      'processblocked',
      'operationblocked',
      'killprocess',
      'killsubprocess',
      'killparent',
      'registryoperationblocked',
      'fsoperationblocked',
      'rooting',
    ].some((flag) => flags.flag(flag))
  )
    return 'prevented';
  if (sentence === undefined) return undefined;
  if (/quarantin/i.test(sentence) && !/would have/i.test(sentence)) return 'remediated';
  return /^prevention|\bblocked\b|\bkilled\b/i.test(sentence) && !/would have/i.test(sentence) ? 'prevented' : undefined;
}

const PRODUCTS: Readonly<Record<string, string>> = {
  epp: 'CrowdStrike Falcon Insight',
  idp: 'CrowdStrike Falcon Identity Protection',
  xdr: 'CrowdStrike Falcon XDR',
  mobile: 'CrowdStrike Falcon for Mobile',
  overwatch: 'CrowdStrike Falcon OverWatch',
  cwpp: 'CrowdStrike Falcon Cloud Security',
  cspm: 'CrowdStrike Falcon Cloud Security',
  ngsiem: 'CrowdStrike Falcon Next-Gen SIEM',
  thirdparty: 'CrowdStrike Falcon Next-Gen SIEM',
  dataprotection: 'CrowdStrike Falcon Data Protection',
};
export function falconProduct(code: string | undefined): string {
  const key = (code ?? '').toLowerCase().replace(/[^a-z]/g, '');
  return (Object.hasOwn(PRODUCTS, key) ? PRODUCTS[key] : undefined) ?? 'CrowdStrike Falcon';
}

/** `ldt:`-style ids say which agent; a process graph id is `pid:<agent>:<process>`. */
export function processGuid(agent: string | undefined, process: string | undefined): string | undefined {
  if (process === undefined) return undefined;
  if (process.startsWith('pid:')) return process;
  return agent === undefined ? undefined : `pid:${agent}:${process}`;
}
