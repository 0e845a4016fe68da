import { plural } from '../../base/text.ts';
import type { Removal } from '../../worker/api.ts';

/** What would go and what would stay, a sentence each. */
export function removalWords({ alerts, shared, vanishing, shrinking, decided }: Removal): readonly string[] {
  const said = [`${plural(alerts, 'alert')} that no other import has ${alerts === 1 ? 'goes' : 'go'}.`];
  if (shared > 0)
    said.push(
      `${plural(shared, 'alert')} shared with other imports ${shared === 1 ? 'stays' : 'stay'}, in the newest version that was read.`,
    );
  if (vanishing > 0)
    said.push(`${plural(vanishing, 'incident')} ${vanishing === 1 ? 'loses' : 'lose'} all alerts and ${vanishing === 1 ? 'goes' : 'go'}.`);
  if (shrinking > 0)
    said.push(
      `${plural(shrinking, 'incident')} ${shrinking === 1 ? 'loses' : 'lose'} some of ${shrinking === 1 ? 'its' : 'their'} alerts.`,
    );
  if (decided > 0)
    said.push(
      `Decisions on ${plural(decided, 'of these incidents', 'of these incidents')} are kept in the journal and come back when the alerts do.`,
    );
  said.push('What remains is correlated anew.');
  return said;
}
