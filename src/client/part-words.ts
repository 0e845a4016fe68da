import type { PartWanted } from '../worker/api.ts';
import { formatTime } from './time-format.ts';

/** `one alert in 10, from 2024-03-01 09:10 to 2024-03-01 12:00`: what was taken of a file. */
export function partWords({ from, to, every = 1 }: PartWanted, zone: string): string {
  const words = [
    ...(every > 1 ? [`one alert in ${every}`] : []),
    ...(from === undefined && to === undefined
      ? []
      : [
          [from === undefined ? '' : `from ${formatTime(from, zone)}`, to === undefined ? '' : `to ${formatTime(to, zone)}`]
            .filter((end) => end !== '')
            .join(' '),
        ]),
  ];
  return words.join(', ');
}

/** What a part is called in a word or two. */
export const partName = ({ from, to, every = 1 }: PartWanted): string =>
  every > 1 ? (from === undefined && to === undefined ? 'Sample' : 'Sample of a time slice') : 'Time slice';
