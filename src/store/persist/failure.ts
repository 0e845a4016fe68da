import { fail, type Err, type Failure } from '../../base/result.ts';

/** What storage threw, as a failure with a code and words a user can act on. */
export function storageFailure(error: unknown): Err<Failure> {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const text = error instanceof Error ? error.message : String(error);
  if (name === 'QuotaExceededError' || name === 'DiskFull') {
    return fail(
      'store/disk-full',
      'The disk or this site’s share of it is full: the last step was not saved. Free some space, or remove imports, then try again.',
    );
  }
  return fail('store/io', `The browser’s storage failed: ${text}`);
}

export const closed = (): Err<Failure> => fail('store/closed', 'The workspace is closed in this tab.');
