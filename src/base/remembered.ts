/** The same function of a text, which keeps its answers to the first `most` different texts. For pure functions of words that files repeat. */
export function remembered<T>(of: (text: string) => T, most = 2_000): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined || answers.has(text)) return known as T;
    const answer = of(text);
    if (answers.size < most && text.length <= LONGEST) answers.set(text, answer);
    return answer;
  };
}
/** A longer text is no word, and costs more to keep than to read again. */
const LONGEST = 256;
