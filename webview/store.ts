import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Registry } from '../src/kinds/index';
import { applyEdit } from '../src/model/changes';
import type { Edit, FieldTarget } from '../src/model/edit';
import type { JsonPath, JsonValue } from '../src/model/json';
import type { Problem } from '../src/model/problem';
import type { DocumentMessage, FromWebview, StatusMessage, ToWebview } from '../src/model/protocol';
import { readTopology, type Topology } from '../src/model/topology';
import type { Position } from './canvas/geometry';
import { layout, type Placed } from './canvas/layout';
import type { Measure } from './canvas/measure';
import { isDraftOf } from './drafts';
import type { Host } from './host';

/** What is typed into a field and not yet written. There is one at most: leaving a field writes it. */
export interface Draft {
  readonly target: FieldTarget;
  readonly path: JsonPath;
  readonly text: string;
  /** What writes it; undefined while it says what the document says already. */
  readonly edit: Edit | undefined;
}

export interface Selection {
  readonly nodes: ReadonlySet<string>;
  /** Keys of wires. */
  readonly edges: ReadonlySet<string>;
}

/** A sentence for whoever just did something, spoken too. */
export interface Notice {
  readonly text: string;
  readonly tone: 'info' | 'error';
  /** Tells one from the next with the same words. */
  readonly serial: number;
}

type Command = Extract<FromWebview, { type: 'command' }>;

/** Client coordinates. */
export interface Newcomer extends Position {
  readonly kind: string;
}

export interface CanvasState {
  /** False until the host has told what the file says. */
  readonly loaded: boolean;
  /** As the host has it. */
  readonly document: JsonValue | undefined;
  readonly fileName: string;
  readonly readOnly: string | undefined;
  readonly problems: readonly Problem[];
  readonly pending: readonly { readonly seq: number; readonly edit: Edit }[];
  /** The document with the pending edits: what is drawn. */
  readonly topology: Topology;
  /** Where cards stand: by hand, or by the layout for as long as the page lives. */
  readonly placed: Placed;
  /** Where dragged cards are right now. */
  readonly drag: ReadonlyMap<string, Position>;
  /** The frame that takes what is dragged, were it dropped now. */
  readonly dropFrame: string | undefined;
  /** A kind on its way from the palette, and where the pointer is. */
  readonly newcomer: Newcomer | undefined;
  readonly selection: Selection;
  readonly draft: Draft | undefined;
  readonly renaming: string | undefined;
  readonly status: StatusMessage | undefined;
  /** The plan that was put aside; another one shows again. */
  readonly discardedPlan: StatusMessage['plan'];
  readonly notice: Notice | undefined;
  /** A node to bring into view, as asked by the host. */
  readonly reveal: { readonly node: string } | undefined;
}

export interface CanvasActions {
  /** Draws an edit at once and tells the host. False when it does not fit; a notice says why. */
  edit(edit: Edit): boolean;
  type(draft: Draft): void;
  /** Writes what is typed, if anything is. */
  commit(): void;
  /** Takes back what is typed and not written; false when there is nothing. */
  dropDraft(): boolean;
  command(command: Command['command'], about?: Omit<Command, 'type' | 'command'>): void;
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  dragTo(positions: ReadonlyMap<string, Position>, dropFrame?: string): void;
  bring(newcomer: Newcomer | undefined, dropFrame?: string): void;
  rename(node: string | undefined): void;
  say(text: string, tone?: Notice['tone']): void;
  hush(): void;
  discardPlan(): void;
  receive(message: ToWebview): void;
}

export type Canvas = CanvasState & { readonly registry: Registry; readonly actions: CanvasActions };
export type CanvasStore = StoreApi<Canvas>;

const NOTHING: Selection = { nodes: new Set(), edges: new Set() };
const EMPTY: JsonValue = {};

/** The state of one canvas. It holds nothing that the host does not: a page that is thrown away loses nothing. */
export function createCanvasStore(host: Host, registry: Registry, measure: Measure): CanvasStore {
  let lastSeq = 0;
  let notices = 0;
  return createStore<Canvas>((set, get) => {
    /** State after the document or the pending edits changed. */
    const redraw = (
      document: JsonValue | undefined,
      pending: CanvasState['pending'],
      renamed?: { from: string; to: string },
    ) => {
      const shown = pending.reduce((value: JsonValue, { edit }) => {
        const result = applyEdit(value, edit, registry);
        return result.ok ? result.value : value;
      }, document ?? EMPTY);
      const topology = readTopology(shown, registry);
      const before = renamed ? rekeyed(get().placed, renamed) : get().placed;
      const { selection, renaming } = get();
      return {
        document,
        pending,
        topology,
        placed: layout(topology, registry, measure, before),
        selection: existing(renamed ? renamedSelection(selection, renamed) : selection, topology),
        renaming: renaming !== undefined && topology.nodes.has(renaming) ? renaming : undefined,
      };
    };

    const notice = (text: string, tone: Notice['tone']): Pick<CanvasState, 'notice'> => {
      notices += 1;
      return { notice: { text, tone, serial: notices } };
    };

    const actions: CanvasActions = {
      edit(edit) {
        const { document, pending, readOnly, topology } = get();
        if (readOnly !== undefined) {
          set(notice(readOnly, 'error'));
          return false;
        }
        const result = applyEdit(topology.document, edit, registry);
        if (!result.ok) {
          set(notice(result.reason, 'error'));
          return false;
        }
        if (result.value === topology.document) return true;
        lastSeq += 1;
        const seq = lastSeq;
        const renamed = edit.type === 'renameNode' ? edit : undefined;
        set({
          ...redraw(document, [...pending, { seq, edit }], renamed),
          drag: new Map(),
          dropFrame: undefined,
        });
        host.send({ type: 'edit', seq, edit });
        return true;
      },
      type(draft) {
        const { draft: other } = get();
        // A field that went away with what was typed in it, without being left, is written too.
        if (other && !isDraftOf(other, draft.target, draft.path)) actions.commit();
        set({ draft });
        const { edit } = draft;
        // Other drafts cannot be said as a field's value; leaving their field writes them.
        if (edit?.type === 'setField') {
          const { target, path, value } = edit;
          host.send({ type: 'draft', draft: { target, path, ...(value === undefined ? {} : { value }) } });
        } else {
          host.send({ type: 'draft', draft: null });
        }
      },
      commit() {
        const { draft } = get();
        if (!draft) return;
        set({ draft: undefined });
        if (draft.edit) actions.edit(draft.edit);
        host.send({ type: 'draft', draft: null });
      },
      dropDraft() {
        const { draft } = get();
        if (!draft) return false;
        set({ draft: undefined });
        host.send({ type: 'draft', draft: null });
        return draft.edit !== undefined;
      },
      command(command, about) {
        host.send({ type: 'command', command, ...about });
      },
      select(nodes, edges = []) {
        const selection = { nodes: new Set(nodes), edges: new Set(edges) };
        if (isSame(get().selection, selection)) return;
        actions.commit();
        set({ selection });
      },
      dragTo: (drag, dropFrame) => set({ drag, dropFrame }),
      bring: (newcomer, dropFrame) => set({ newcomer, dropFrame }),
      rename: (renaming) => set({ renaming }),
      say: (text, tone = 'info') => set(notice(text, tone)),
      hush: () => set({ notice: undefined }),
      discardPlan: () => set({ discardedPlan: get().status?.plan }),
      receive(message) {
        switch (message.type) {
          case 'document':
            set(received(message));
            break;
          case 'status':
            set({ status: message });
            break;
          case 'refused': {
            const pending = get().pending.filter(({ seq }) => seq !== message.seq);
            set({ ...redraw(get().document, pending), ...notice(message.reason, 'error') });
            break;
          }
          case 'commit':
            actions.commit();
            break;
          case 'reveal':
            actions.select([message.node]);
            set({ reveal: { node: message.node } });
            break;
        }
      },
    };

    const received = (message: DocumentMessage): Partial<CanvasState> => {
      const { document, ackedSeq, fileName, problems, readOnly } = message;
      const pending = get().pending.filter(({ seq }) => seq > ackedSeq);
      return { loaded: true, fileName, problems, readOnly, ...redraw(document, pending) };
    };

    return {
      loaded: false,
      document: undefined,
      fileName: '',
      readOnly: undefined,
      problems: [],
      pending: [],
      topology: readTopology(EMPTY, registry),
      placed: new Map(),
      drag: new Map(),
      dropFrame: undefined,
      newcomer: undefined,
      selection: NOTHING,
      draft: undefined,
      renaming: undefined,
      status: undefined,
      discardedPlan: undefined,
      notice: undefined,
      reveal: undefined,
      registry,
      actions,
    };
  });
}

function existing({ nodes, edges }: Selection, topology: Topology): Selection {
  const keys = new Set(topology.edges.map(({ key }) => key));
  const selection = {
    nodes: new Set([...nodes].filter((id) => topology.nodes.has(id))),
    edges: new Set([...edges].filter((key) => keys.has(key))),
  };
  return isSame(selection, { nodes, edges }) ? { nodes, edges } : selection;
}

function isSame(one: Selection, other: Selection): boolean {
  const equal = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
    a.size === b.size && [...a].every((key) => b.has(key));
  return equal(one.nodes, other.nodes) && equal(one.edges, other.edges);
}

function renamedSelection(selection: Selection, { from, to }: { from: string; to: string }): Selection {
  return { ...selection, nodes: new Set([...selection.nodes].map((id) => (id === from ? to : id))) };
}

function rekeyed(placed: Placed, { from, to }: { from: string; to: string }): Placed {
  return new Map([...placed].map(([id, position]) => [id === from ? to : id, position]));
}
