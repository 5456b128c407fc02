/** `80, 443 or 8080`. */
export function anyOf(items: readonly (string | number)[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(items.map(String));
}
