/**
 * A number in [0, 1) that depends on nothing but the seed and the key. Chance by key instead of in a row: taking one
 * fault away does not move the others, which is what lets a failing run be reduced.
 */
export function chanceOf(seed: number, key: string): number {
  // FNV-1a over seed and key, then the finalizer of MurmurHash3, whose every output bit depends on every input bit.
  let hash = (2166136261 ^ seed) >>> 0;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 16777619);
  }
  return mixed(hash) / 2 ** 32;
}

/** Numbers in [0, 1), the same row for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

function mixed(hash: number): number {
  let value = hash ^ (hash >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
