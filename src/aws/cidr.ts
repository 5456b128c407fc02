import { canonical, isInside, parseBlock, type Block } from '../kinds/network/blocks';

/** Whether an IPv4 range holds all of another; false where either is malformed. */
export function coversRange(outer: string, inner: string): boolean {
  const [one, other] = [blockIn(outer), blockIn(inner)];
  return one !== undefined && other !== undefined && isInside(other, one);
}

function blockIn(range: string): Block | undefined {
  return /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(range) ? canonical(parseBlock(range)) : undefined;
}
