import type { Hash } from './hash';

/** Grows when this full; linear probing stays short up to here. */
const FULL = 0.85;
const GROWTH = 1.3;

/** A set of 64-bit hashes in one typed array: about eleven bytes each, where a Set of ids takes a hundred. */
export interface HashSet {
  /** False when it was there. */
  add(hash: Hash): boolean;
  readonly size: number;
  readonly bytes: number;
}

export function createHashSet(): HashSet {
  let slots = 16;
  // Two halves a slot; a slot of two zeros is free.
  let table = new Uint32Array(2 * slots);
  let size = 0;

  /** Where the hash stands, or where it would go. */
  function slotOf(high: number, low: number): number {
    // The high half times the slots, shifted: spreads evenly for any number of slots.
    let slot = Math.floor((high / 2 ** 32) * slots);
    for (;;) {
      const at = 2 * slot;
      const isFree = table[at] === 0 && table[at + 1] === 0;
      if (isFree || (table[at] === high && table[at + 1] === low)) return at;
      slot = slot + 1 === slots ? 0 : slot + 1;
    }
  }

  function grow(): void {
    const before = table;
    slots = Math.ceil(slots * GROWTH);
    table = new Uint32Array(2 * slots);
    for (let at = 0; at < before.length; at += 2) {
      const high = before[at] ?? 0;
      const low = before[at + 1] ?? 0;
      if (high === 0 && low === 0) continue;
      const place = slotOf(high, low);
      table[place] = high;
      table[place + 1] = low;
    }
  }

  return {
    add({ high, low: given }) {
      const low = high === 0 && given === 0 ? 1 : given;
      const at = slotOf(high, low);
      if (table[at] === high && table[at + 1] === low) return false;
      table[at] = high;
      table[at + 1] = low;
      size += 1;
      if (size > FULL * slots) grow();
      return true;
    },
    get size() {
      return size;
    },
    get bytes() {
      return table.byteLength;
    },
  };
}
