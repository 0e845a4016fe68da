import { hash64 } from '../../base/hash.ts';
import type { Severity } from '../../domain/severity.ts';
import type { FieldId } from './fields.ts';

/** How numbers state severity. `priority`: 1 is worst, as Snort has it. */
export type SeverityScale = 'words' | 'priority' | 'upTo5' | 'upTo10' | 'upTo15' | 'upTo100';

/** How the columns of one kind of file are read. Plain JSON, to be kept, handed on and taken in again. */
export interface MappingSpec {
  readonly v: 1;
  /** Of the column names, so that the next file of the kind finds it. */
  readonly fingerprint: string;
  readonly name: string;
  readonly columns: Readonly<Partial<Record<FieldId, readonly string[]>>>;
  readonly severityScale: SeverityScale;
  /** Words of the file that say a severity in their own way. */
  readonly severityWords?: Readonly<Record<string, Severity>>;
  /** What to say where no column says it. */
  readonly product?: string;
  readonly vendor?: string;
  /** Minutes east of UTC for times without a zone. */
  readonly offsetMinutes?: number;
  readonly dayFirst?: boolean;
}

/** Independent of the order of the columns. */
export const fingerprintOf = (columns: readonly string[]): string => `f${hash64([...columns].sort().join('\n'))}`;
