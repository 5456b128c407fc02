/** An IPv4 address as a number, or undefined when it is none. */
function toNumber(address: string): number | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) {
    return undefined;
  }
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

function split(cidr: string): { base: number; bits: number } | undefined {
  const match = /^([\d.]+)\/(\d{1,2})$/.exec(cidr);
  const base = toNumber(match?.[1] ?? '');
  const bits = Number(match?.[2]);
  return base === undefined || bits > 32 ? undefined : { base, bits };
}

/** Whether an IPv4 address lies in a CIDR block; false when either is malformed. */
export function contains(cidr: string, address: string): boolean {
  const block = split(cidr);
  const number = toNumber(address);
  if (!block || number === undefined) return false;
  const size = 2 ** (32 - block.bits);
  return Math.floor(block.base / size) === Math.floor(number / size);
}

/** Whether text is an IPv4 CIDR block. */
export function isCidr(text: string): boolean {
  return split(text) !== undefined;
}

/** An IPv4 CIDR block in its canonical form. */
export interface Block {
  /** Its first address as a number. */
  readonly base: number;
  readonly bits: number;
  readonly text: string;
}

/** Reads a block, with the bits behind its length cleared; undefined when it is none. */
export function blockOf(cidr: string): Block | undefined {
  const block = split(cidr);
  if (!block) return undefined;
  const size = 2 ** (32 - block.bits);
  const base = Math.floor(block.base / size) * size;
  return { base, bits: block.bits, text: `${toText(base)}/${block.bits}` };
}

/** Whether two blocks share an address. */
export function overlaps(one: Block, other: Block): boolean {
  const end = ({ base, bits }: Block) => base + 2 ** (32 - bits);
  return one.base < end(other) && other.base < end(one);
}

/** How many addresses a block has. */
export function sizeOf(cidr: string): number {
  const block = split(cidr);
  return block ? 2 ** (32 - block.bits) : 0;
}

/** The `index`th address of a block. */
export function addressAt(cidr: string, index: number): string {
  const number = (split(cidr)?.base ?? 0) + index;
  return toText(number);
}

function toText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
