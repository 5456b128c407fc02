import type { Topology } from '../../src/model/topology';
import type { Block } from './layout';

/**
 * Columns from left to right, each with its blocks in the order of the file. Traffic decides by its longest path; what
 * is only called stands with its caller, what only keeps names below those that it names.
 */
export function assignColumns(blocks: ReadonlyMap<string, Block>, topology: Topology): Block[][] {
  const blockOf = new Map<string, string>();
  for (const block of blocks.values()) for (const id of block.members) blockOf.set(id, block.id);
  const traffic = new Map<string, string[]>();
  /** Who calls a block or registers in it. */
  const callers = new Map<string, string[]>();
  const wired = new Set<string>();
  for (const { from, to, accepted } of topology.edges) {
    const [source, target] = [blockOf.get(from), blockOf.get(to)];
    if (source === undefined || target === undefined || source === target) continue;
    if (accepted?.look !== undefined) {
      const known = callers.get(target);
      if (known) known.push(source);
      else callers.set(target, [source]);
      continue;
    }
    const sources = traffic.get(target);
    if (sources) sources.push(source);
    else traffic.set(target, [source]);
    wired.add(source).add(target);
  }

  const column = new Map<string, number>();
  const longestPath = (ids: Iterable<string>, first: number) => {
    const open = new Set<string>();
    // By hand instead of by recursion: a chain may be longer than the call stack is deep.
    const path: { readonly id: string; next: number; value: number }[] = [];
    const enter = (id: string) => {
      open.add(id);
      path.push({ id, next: 0, value: first });
    };
    for (const start of ids) {
      if (!column.has(start)) enter(start);
      for (let top = path.at(-1); top; top = path.at(-1)) {
        const source = traffic.get(top.id)?.[top.next];
        if (source === undefined) {
          path.pop();
          open.delete(top.id);
          column.set(top.id, top.value);
        } else if (open.has(source)) {
          // A cycle is wrong, yet it is drawn: the wire that closes it leads backwards.
          top.next += 1;
        } else {
          const known = column.get(source);
          if (known === undefined) {
            enter(source);
          } else {
            top.value = Math.max(top.value, known + 1);
            top.next += 1;
          }
        }
      }
    }
  };
  const all = [...blocks.values()];
  const outside = all.filter((block) => block.outside);
  const isDrawn = outside.some(({ id }) => wired.has(id));
  outside.forEach(({ id }, index) => {
    // Strays stand side by side, in the order of the palette, until the first wire says where doors belong.
    if (!isDrawn) column.set(id, index);
  });
  longestPath(
    outside.map(({ id }) => id),
    0,
  );
  // Nothing outside the network may stand inside its frame.
  const last = Array.from(column.values()).reduce((one, other) => Math.max(one, other), 0);
  const firstInside = outside.length > 0 ? last + 1 : 0;
  longestPath(
    all.filter(({ id, outside }) => !outside && wired.has(id)).map(({ id }) => id),
    firstInside,
  );
  // Callees and names: with the last of those that lead to them. Calls of the called come after, hence the rounds.
  let left = all.filter(({ id }) => !column.has(id));
  for (let found = true; found;) {
    found = false;
    for (const { id } of left) {
      const columns = (callers.get(id) ?? []).flatMap((caller) => column.get(caller) ?? []);
      if (columns.length === 0) continue;
      column.set(id, Math.max(...columns));
      found = true;
    }
    left = left.filter(({ id }) => !column.has(id));
  }
  // Strays here too.
  left.forEach(({ id }, index) => column.set(id, firstInside + index));

  const columns: Block[][] = [];
  for (const block of all) {
    const index = column.get(block.id) ?? 0;
    (columns[index] ??= []).push(block);
  }
  return Array.from(columns, (blocksOfColumn) => blocksOfColumn ?? []).filter(({ length }) => length > 0);
}
