import type { Importer } from './importer.ts';

/** Every format Alertweave reads, in order of id. The order means nothing to recognition. */
export const IMPORTERS: readonly Importer[] = [];
