import type { SequenceRule } from '../../worker/api.ts';

/** What meets a step: `T1566 or TA0008 or any alert of Okta or category “Phishing” or title with “mail delivered”`. */
export const stepWords = ({
  techniques = [],
  tactics = [],
  products = [],
  categories = [],
  titles = [],
}: SequenceRule['steps'][number]): string =>
  [
    ...(techniques.length > 0 ? techniques : tactics),
    ...products.map((one) => `any alert of ${one}`),
    ...categories.map((one) => `category “${one}”`),
    ...titles.map((one) => `title with “${one}”`),
  ].join(' or ');

/** `T1566 → T1204 within 24 h`. */
export const ruleWords = ({ steps }: SequenceRule): string =>
  steps.map((step, i) => `${stepWords(step)}${i === 0 ? '' : ` within ${step.within} h`}`).join(' → ');
