import type { ExplorerItem } from './items';

/** Keeps the entries that people look for: a part of the name, the id or the state, whatever its case. */
export interface Filter {
  readonly text: string;
  /** Whether the entry itself has it. */
  matches(item: ExplorerItem): boolean;
  /** Whether it is shown: it has it, or something that is not read yet may. */
  keeps(item: ExplorerItem): boolean;
}

export function createFilter(text: string): Filter {
  const wanted = text.trim().toLowerCase();
  const matches = (item: ExplorerItem) =>
    wanted === '' || wordsOf(item).some((word) => word.toLowerCase().includes(wanted));
  return { text: text.trim(), matches, keeps: (item) => isAlwaysShown(item) || matches(item) };
}

function wordsOf(item: ExplorerItem): string[] {
  switch (item.kind) {
    case 'topology':
      return [item.uri.path.slice(item.uri.path.lastIndexOf('/') + 1)];
    case 'node':
      return [item.title, item.node, item.kindTitle];
    case 'resource':
      return [item.status.id, item.status.type, item.status.physicalId ?? '', item.status.state];
    case 'stack':
      return [item.stack];
    case 'thing':
      return [item.thing.name, item.thing.id, item.thing.state ?? '', item.thing.detail ?? ''];
    default:
      return [];
  }
}

/** What is above others, or says something about all of them. */
function isAlwaysShown(item: ExplorerItem): boolean {
  switch (item.kind) {
    case 'topology':
    case 'node':
    case 'resource':
    case 'stack':
      return false;
    case 'thing':
      return item.thing.kind === 'cluster' || item.thing.kind === 'namespace';
    default:
      return true;
  }
}
