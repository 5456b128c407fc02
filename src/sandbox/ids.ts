/** Random text in the alphabets of AWS's ids. `random` is the injected source, in [0, 1). */
type Random = () => number;

function pick(random: Random, alphabet: string, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet.charAt(Math.floor(random() * alphabet.length));
  return text;
}

/** Lower-case hexadecimal, as in `sg-0a1b…` and task ids. */
export function hex(random: Random, length: number): string {
  return pick(random, '0123456789abcdef', length);
}

/** Lower-case letters and digits, as in API ids and Cloud Map ids. */
export function alphanumeric(random: Random, length: number): string {
  return pick(random, 'abcdefghijklmnopqrstuvwxyz0123456789', length);
}

/** Digits, the first not zero, as in deployment ids. */
export function digits(random: Random, length: number): string {
  return pick(random, '123456789', 1) + pick(random, '0123456789', length - 1);
}

/** A version 4 UUID, as request and event ids have. */
export function uuid(random: Random): string {
  const variant = pick(random, '89ab', 1);
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${variant}${hex(random, 3)}-${hex(random, 12)}`;
}
