/** Reads custom properties as colours a canvas understands: `light-dark()` and `var()` are resolved by the browser on the element itself. */
export function cssColours(host: HTMLElement): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    let colour = known.get(name);
    if (colour === undefined) {
      const before = host.style.color;
      host.style.color = `var(${name})`;
      colour = getComputedStyle(host).color;
      host.style.color = before;
      known.set(name, colour);
    }
    return colour;
  };
}
