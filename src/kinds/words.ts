/** `80, 443 or 8080`. */
export function anyOf(items: readonly (string | number)[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(items.map(String));
}

/** `80, 443 and 8080`. */
function allOf(items: readonly (string | number)[]): string {
  return new Intl.ListFormat('en').format(items.map(String));
}
