import { findNodeAtOffset, getNodePath } from 'jsonc-parser';
import { treeOf } from './parse';

/** A card, or a wire by its index in the file. */
export type TextSpot = { readonly node: string } | { readonly edge: number };

/** What the text is about at an offset: the node whose fields, position or differences stand there, or the edge. */
export function spotAt(text: string, offset: number): TextSpot | undefined {
  const { tree, tooDeep } = treeOf(text);
  const at = tree && !tooDeep ? findNodeAtOffset(tree, offset, true) : undefined;
  if (!at) return undefined;
  const path = getNodePath(at);
  const [list, key] = path[0] === 'environments' ? path.slice(2) : path;
  if ((list === 'nodes' || list === 'layout') && typeof key === 'string') return { node: key };
  return list === 'edges' && typeof key === 'number' ? { edge: key } : undefined;
}
