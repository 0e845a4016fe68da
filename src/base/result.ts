/** An expected outcome: either a value or a failure with a code. Throwing is for bugs. */
export type Result<T, E = Failure> = Ok<T> | Err<E>;
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

/** A failure that can cross the worker boundary: plain data, never an `Error`. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Facts for the sentence shown to the user: file, line, size … */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const err = <E>(error: E): Err<E> => ({ ok: false, error });
export const fail = (code: string, message: string, details?: Readonly<Record<string, string | number | boolean>>): Err<Failure> =>
  err(details === undefined ? { code, message } : { code, message, details });
