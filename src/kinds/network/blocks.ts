/** An IPv4 CIDR block. */
export interface Block {
  /** Its first address as a number. */
  readonly base: number;
  readonly bits: number;
}

/** Reads a block that `z.cidrv4` has let through. */
export function parseBlock(cidr: string): Block {
  const [address = '', bits] = cidr.split('/');
  const base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { base, bits: Number(bits) };
}

/** `10.20.0.0/16`. */
export function blockText({ base, bits }: Block): string {
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${parts.join('.')}/${bits}`;
}

/** The block that the address lies in: what is behind its length is cleared. */
export function canonical({ base, bits }: Block): Block {
  const size = sizeOf({ base, bits });
  return { base: Math.floor(base / size) * size, bits };
}

/** One of the eight equal parts of a block. */
export function eighth(block: Block, index: number): Block {
  const part = { base: block.base, bits: block.bits + 3 };
  return { ...part, base: block.base + index * sizeOf(part) };
}

/** Whether a block lies inside of another. */
export function isInside(inner: Block, outer: Block): boolean {
  return inner.base >= outer.base && inner.base + sizeOf(inner) <= outer.base + sizeOf(outer);
}

function sizeOf({ bits }: Block): number {
  return 2 ** (32 - bits);
}
