import type { Database } from 'sql.js';
import type { Mirror } from '../mirror.ts';
import { EntityWriter } from './entities.ts';
import { Prose, Terms } from './terms.ts';

/** What numbers words, texts and entities while files are written. Reading it from a large workspace takes a while: keep one for all files of a drop. */
export class Interners {
  readonly terms: Terms;
  readonly prose: Prose;
  readonly entities: EntityWriter;

  constructor(db: Database, mirror: Mirror) {
    this.terms = new Terms(db);
    this.prose = new Prose(db);
    this.entities = new EntityWriter(db, mirror.entities);
  }

  free(): void {
    this.terms.free();
    this.prose.free();
    this.entities.free();
  }
}
