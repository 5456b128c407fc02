/** Whether an IPv4 range holds all of another; false where either is malformed. */
export function coversRange(outer: string, inner: string): boolean {
  const [one, other] = [parse(outer), parse(inner)];
  if (!one || !other || other.bits < one.bits) return false;
  const size = 2 ** (32 - one.bits);
  return Math.floor(one.base / size) === Math.floor(other.base / size);
}

function parse(range: string): { base: number; bits: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(range);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
  return { base: ((a * 256 + b) * 256 + c) * 256 + d, bits };
}
