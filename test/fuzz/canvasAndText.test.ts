import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDocumentSession } from '../../src/editor/documentSession';
import type { EdgeRef, Edit } from '../../src/model/edit';
import { pointer, type JsonObject, type JsonValue } from '../../src/model/json';
import { fromWebview, type PageMessage } from '../../src/model/protocol';
import { locate, parseText } from '../../src/model/text/parse';
import type { CanvasStore } from '../../webview/state';
import { createCanvasStore } from '../../webview/store';
import { createTextDocument, type FakeTextDocument } from '../fakes/textDocument';
import { edit, wired } from '../unit/model/randomTopology';
import { canonical, scattered } from '../unit/model/text/randomText';
import { measure, registry } from '../unit/webview/topology';
import { campaign } from './campaign';

/** What somebody does: at the canvas, in the text beside it, or with VS Code's undo. */
type Deed =
  | { readonly by: 'canvas'; readonly edit: Edit }
  | { readonly by: 'text'; readonly text: string }
  | { readonly by: 'slip'; readonly at: number }
  | { readonly by: 'undo' | 'redo' }
  /** Everything that is on its way arrives before the next deed. */
  | { readonly by: 'pause' };

const IDS = ['client', 'api', 'admin', 'link', 'nlb', 'cluster', 'one', 'two', 'names', 'new'];
const place = fc.constantFrom(...IDS);
const sensible: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    type: fc.constant('move' as const),
    positions: fc.tuple(place, fc.tuple(fc.integer(), fc.integer())).map((one) => Object.fromEntries([one])),
  }),
  fc.record({
    type: fc.constant('setField' as const),
    target: fc.record({ node: place }),
    path: fc.constantFrom<string[]>(['title'], ['name'], ['health', 'interval'], ['environment', 'A']),
    value: fc.constantFrom<JsonValue>('a', 'b', 5, { c: 'd' }),
  }),
  fc.record({ type: fc.constant('renameNode' as const), from: place, to: place }),
  fc.record({ type: fc.constant('connect' as const), edge: fc.record({ from: place, to: place }) }),
  fc.record({
    type: fc.constant('remove' as const),
    nodes: fc.array(place, { maxLength: 2 }),
    edges: fc.constant<EdgeRef[]>([]),
  }),
  fc.record({
    type: fc.constant('addNode' as const),
    id: place,
    node: fc.constant<JsonObject>({ kind: 'nlb' }),
    position: fc.constant([0, 0] as const),
  }),
);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .oneof({ weight: 3, arbitrary: sensible }, edit)
      .map((one): Deed => ({ by: 'canvas', edit: one })),
  },
  { weight: 2, arbitrary: wired.chain(scattered).map((text): Deed => ({ by: 'text', text })) },
  { weight: 1, arbitrary: fc.nat({ max: 5_000 }).map((at): Deed => ({ by: 'slip', at })) },
  { weight: 3, arbitrary: fc.constantFrom<Deed>({ by: 'undo' }, { by: 'undo' }, { by: 'redo' }) },
  { weight: 4, arbitrary: fc.constant<Deed>({ by: 'pause' }) },
);

it('canvas and text say the same after any deeds, and the text keeps what nobody touched', async () => {
  await campaign(
    'sequences of edits',
    fc.record({ text: wired.chain(scattered), deeds: fc.array(deed, { minLength: 1, maxLength: 25 }) }),
    async ({ text, deeds }) => {
      const bench = open(text);
      await bench.settled();
      for (const one of deeds) await carryOut(one, bench);
      await bench.settled();
      assertSame(bench);
    },
    ({ deeds }) => deeds.map(({ by }) => by).join(' '),
  );
});

interface Bench {
  readonly file: FakeTextDocument;
  readonly store: CanvasStore;
  /** What the text said when it last could be drawn. */
  lastGood(): JsonValue | undefined;
  settled(): Promise<void>;
}

/** A document with one canvas, joined by messages that are copied as between processes. */
function open(text: string): Bench {
  const file = createTextDocument(text, registry);
  const session = createDocumentSession(file.document, registry);
  let good: JsonValue | undefined = file.document.read().value;
  file.onChange(() => session.changed());
  const member = session.join({
    post(message: PageMessage) {
      if (message.type === 'document' && message.readOnly === undefined) good = message.document;
      const copy = structuredClone(message);
      queueMicrotask(() => store.getState().actions.receive(copy));
    },
  });
  const store = createCanvasStore(
    {
      send(message) {
        const copy = fromWebview.parse(structuredClone(message));
        queueMicrotask(() => {
          if (copy.type === 'edit') void member.edit(copy);
        });
      },
      listen: () => () => undefined,
      viewState: {},
      saveViewState: () => undefined,
    },
    registry,
    measure,
  );
  member.ready();
  return {
    file,
    store,
    lastGood: () => good,
    async settled() {
      // Each turn lets messages go one way and back.
      for (let turn = 0; turn < 3; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        await session.settled();
      }
    },
  };
}

async function carryOut(one: Deed, bench: Bench): Promise<void> {
  const { file, store } = bench;
  switch (one.by) {
    case 'canvas': {
      const before = file.state.text;
      const isAlone = store.getState().pending.length === 0;
      const { document } = store.getState();
      if (!store.getState().actions.edit(one.edit) || !isAlone) return;
      const touched = untouchable(one.edit);
      if (touched === undefined || document === undefined) return;
      await bench.settled();
      for (const [path, source] of slices(before, touched)) {
        expect(slices(file.state.text, touched).get(path)).toBe(source);
      }
      return;
    }
    case 'text':
      return file.type(() => one.text);
    case 'slip':
      return file.type((text) => {
        const at = one.at % (text.length + 1);
        return text.slice(0, at) + text.slice(at + 1);
      });
    case 'undo':
      return file.undo();
    case 'redo':
      return file.redo();
    case 'pause':
      return bench.settled();
  }
}

/** The node that alone an edit is about; undefined where it is about more. */
function untouchable(edit: Edit): string | undefined {
  if (edit.type === 'setField' && 'node' in edit.target) return edit.target.node;
  if (edit.type === 'addNode') return edit.id;
  return edit.type === 'move' ? '' : undefined;
}

/** The text of every node but one, and of every wire, by JSON Pointer. */
function slices(text: string, but: string): ReadonlyMap<string, string> {
  const parsed = parseText(text);
  if (!parsed.ok) return new Map();
  const { nodes, edges } = parsed.value as { nodes?: object; edges?: readonly unknown[] };
  const paths = [
    ...Object.keys(nodes ?? {})
      .filter((id) => id !== but)
      .map((id) => pointer(['nodes', id])),
    ...(Array.isArray(edges) ? edges.map((_edge, index) => pointer(['edges', index])) : []),
  ];
  return new Map(
    paths.map((path) => {
      const { offset, length } = locate(parsed.tree, path);
      return [path, text.slice(offset, offset + length)];
    }),
  );
}

function assertSame({ file, store, lastGood }: Bench): void {
  const { topology, pending } = store.getState();
  expect(pending).toEqual([]);
  const { value } = file.document.read();
  const said = value ?? lastGood() ?? {};
  expect(canonical(topology.document)).toBe(canonical(said));
}
