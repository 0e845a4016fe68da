import { createContext } from 'svelte';
import type { Failure } from '../../base/result.ts';

interface KitErrorWords {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
}
/** How the page says a failure; the app gives it, the kit knows no codes. */
const [getErrorWords, setErrorWords] = createContext<(failure: Failure) => KitErrorWords>();
export { getErrorWords, setErrorWords };
