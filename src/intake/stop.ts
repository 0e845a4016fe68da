/** Ends the reading of one file from within; always caught by `readFile` and told as its report's error. */
export class Stop extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
