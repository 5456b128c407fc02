/** The last words of names that hold a secret: `DB_PASSWORD`, `apiKey`, but not `TOKEN_URL`. */
export const SECRET_NAME =
  /(^|_|[a-z0-9](?=[A-Z]))(password|passwd|passphrase|secret|token|api_?key|(secret|access|private|signing|encryption)_?key|secret_?access_?key|credentials?)$/i;

/** Values that are secrets whatever they are called: AWS, GitHub, Slack and Stripe keys, PEM, a URL with a password. */
export const SECRET_VALUES: readonly RegExp[] = [
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\b[rs]k_live_[A-Za-z0-9]{10,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
];

/** Whether a variable seems to hold a secret itself, not where it is found. */
export function looksSecret(name: string, value: string): boolean {
  if (SECRET_VALUES.some((pattern) => pattern.test(value))) return true;
  return (
    SECRET_NAME.test(name) && value !== '' && !/^(arn:|\/|https?:\/\/|true$|false$|\d{1,6}$)/i.test(value)
  );
}
