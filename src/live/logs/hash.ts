/** A 64-bit hash as two unsigned halves. One object is written over and over: millions of lines pass through it. */
export interface Hash {
  high: number;
  low: number;
}

/**
 * Hashes texts one after the other, as if they were one with a separator between them. Two lanes of multiply and
 * rotate (after MurmurHash3), so that ids that differ in their last digits fall far apart. Not for secrets.
 */
export function hashOf(into: Hash, ...texts: readonly string[]): Hash {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      high = Math.imul(high ^ code, 0x9e3779b1);
      low = Math.imul(low ^ code, 0x5f356495);
      low = (low << 13) | (low >>> 19);
    }
    // No text has this character code, so "ab", "c" and "a", "bc" differ.
    high = Math.imul(high ^ 0x10000, 0x9e3779b1);
    low = Math.imul(low ^ 0x10000, 0x5f356495);
  }
  into.high = mixed(high ^ (low >>> 15));
  into.low = mixed(low ^ (high >>> 13));
  return into;
}

/** The finalizer of MurmurHash3: every bit that comes out depends on every bit that went in. */
function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
