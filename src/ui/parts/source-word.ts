/** Graph's `microsoftDefenderForEndpoint` in words; empty where it says no more than the product does. */
export function sourceWord(source: string, product: string): string {
  const words = source.replace(/([a-z])([A-Z])/g, '$1 $2');
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (plain(words) === plain(product)) return '';
  return words.charAt(0).toUpperCase() + words.slice(1);
}
