import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDocumentSession } from '../../src/editor/documentSession';
import type { JsonValue } from '../../src/model/json';
import { fromLogs } from '../../src/model/logProtocol';
import { fromWebview, type ToWebview } from '../../src/model/protocol';
import { readClip } from '../../webview/gestures/clipboard';
import { createTextDocument } from '../fakes/textDocument';
import { anything, edit, wired } from '../unit/model/randomTopology';
import { registry } from '../unit/webview/topology';
import { campaign } from './campaign';

const field = fc.constantFrom(
  ...['type', 'seq', 'edit', 'draft', 'target', 'path', 'value', 'nodes', 'edges', 'positions', 'edits'],
  ...['command', 'node', 'request', 'key', 'id', '__proto__', 'constructor', '0'],
);
const odd = fc.oneof(
  anything,
  fc.constantFrom<unknown>(undefined, NaN, Infinity, 2 ** 53, -1, 1n, Symbol.iterator, () => 1, new Date(0)),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const honest = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('edit'), seq: fc.nat(), edit }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('draft'),
      draft: fc.record({
        target: fc.constantFrom({ node: 'one' }, { document: true }, { edge: { from: 'nlb', to: 'one' } }),
        path: fc.array(fc.oneof(field, fc.nat({ max: 3 })), { minLength: 1, maxLength: 3 }),
        value: anything,
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('command'), command: fc.constantFrom('save', 'deploy', 'x') }),
  },
);

/** A message with something put where it does not belong. */
const bent = fc
  .tuple(honest, fc.array(fc.tuple(field, odd), { maxLength: 2 }), fc.nat({ max: 3 }))
  .map(([message, replacements, depth]) => {
    const copy = structuredClone(message) as unknown as Record<string, unknown>;
    for (const [name, value] of replacements) {
      let at = copy;
      for (let level = 0; level < depth; level += 1) {
        const inner = Object.values(at).find((one) => typeof one === 'object' && one !== null);
        if (inner) at = inner as Record<string, unknown>;
      }
      // Not everything lets itself be bent.
      Reflect.defineProperty(at, name, { value, enumerable: true, configurable: true, writable: true });
    }
    return copy;
  });

const message = fc.oneof({ weight: 4, arbitrary: bent }, { weight: 1, arbitrary: odd });

it('a page may post anything: it is done, or refused and nothing is written', async () => {
  await campaign(
    'messages',
    fc.record({ document: wired, messages: fc.array(message, { minLength: 1, maxLength: 4 }) }),
    ({ document, messages }) => atTheDoor(document, messages),
    ({ messages }) => messages.map(kindOf).join(', '),
  );
});

async function atTheDoor(document: JsonValue, messages: readonly unknown[]): Promise<void> {
  const file = createTextDocument(`// first\n${JSON.stringify(document, null, 2)}\n// last\n`, registry);
  const session = createDocumentSession(file.document, registry);
  file.onChange(() => session.changed());
  const posted: ToWebview[] = [];
  const member = session.join({ post: (one) => void posted.push(one) });
  member.ready();
  for (const raw of messages) {
    fromLogs.safeParse(raw);
    readClip(JSON.stringify(jsonIn(raw)) ?? '');
    const read = fromWebview.safeParse(raw);
    if (!read.success) continue;
    const before = file.state.text;
    if (read.data.type === 'draft') member.draft(read.data.draft);
    if (read.data.type !== 'edit') continue;
    const { seq } = read.data;
    // A page may give two edits one number.
    const told = posted.length;
    await member.edit(read.data);
    const refused = posted.slice(told).some((one) => one.type === 'refused' && one.seq === seq);
    if (refused) expect(file.state.text).toBe(before);
  }
  await session.writeDrafts();
  await session.settled();
  expect(file.state.text.startsWith('// first\n')).toBe(true);
  expect(file.state.text.endsWith('// last\n')).toBe(true);
  expect(file.document.read().reason).toBeUndefined();
}

/** What of a message could be a text on the clipboard. */
function jsonIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null
    ? { 'ecs-topology/clipboard': 1, nodes: {}, edges: [], layout: {}, ...withoutOdd(value) }
    : null;
}

function withoutOdd(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? null : one)),
  ) as object;
}

function kindOf(raw: unknown): string {
  const type =
    typeof raw === 'object' && raw !== null ? Object.entries(raw).find(([key]) => key === 'type') : [];
  return String(type?.[1] ?? typeof raw);
}
