import { TACTICS } from '../attack/tactics.ts';

/** What an incident is named after. */
export interface NamingFacts {
  readonly alerts: number;
  /** Distinct titles, the gravest (then earliest) first. */
  readonly titles: readonly string[];
  /** Bit set over TACTICS. */
  readonly tactics: number;
  readonly devices: number;
  readonly users: number;
  readonly products: number;
}

/**
 * An incident's name in the form of the Defender portal: `Multi-stage incident involving Initial access & Credential access on
 * 3 endpoints reported by multiple sources`. An incident of one alert takes the alert's title.
 */
export function incidentName(facts: NamingFacts): string {
  const title = facts.titles[0] ?? 'Alert without title';
  if (facts.alerts <= 1) return title;
  const tactics = TACTICS.filter((_, i) => (facts.tactics & (1 << i)) !== 0).map((tactic) => tactic.name);
  const parts = [head(title, facts.titles.length, tactics), place(facts), facts.products > 1 ? 'reported by multiple sources' : ''];
  return parts.filter((part) => part !== '').join(' ');
}

function head(title: string, titles: number, tactics: readonly string[]): string {
  if (titles <= 1) return title;
  const first = tactics[0];
  const last = tactics[tactics.length - 1];
  if (first === undefined || last === undefined)
    return titles === 2 ? `${title} and one other detection` : `${title} and ${titles - 1} other detections`;
  return tactics.length === 1 ? `${first} incident` : `Multi-stage incident involving ${first} & ${last}`;
}

function place({ devices, users }: NamingFacts): string {
  if (devices > 0) return devices === 1 ? 'on one endpoint' : `on ${devices} endpoints`;
  if (users > 0) return users === 1 ? 'involving one user' : `involving ${users} users`;
  return '';
}
