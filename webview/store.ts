import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Registry } from '../src/kinds/index';
import { applyEdit, type EditResult } from '../src/model/changes';
import type { Edit, FieldTarget } from '../src/model/edit';
import { editOfFile } from '../src/model/environmentEdit';
import type { JsonPath, JsonValue } from '../src/model/json';
import type { Problem } from '../src/model/problem';
import type { DocumentMessage, FromWebview, StatusMessage, ToWebview } from '../src/model/protocol';
import { readTopology, type Topology } from '../src/model/topology';
import type { Position } from './canvas/geometry';
import { layout, type Placed } from './canvas/layout';
import type { Measure } from './canvas/measure';
import { isDraftOf } from './drafts';
import { placeShown, problemsShown } from './environment';
import type { Spot } from './gestures/steps';
import type { WireEnd } from './gestures/reconnect';
import type { Wiring } from './gestures/wiring';
import type { Host } from './host';
import { keepSame } from './keepSame';
import type { Overlay } from './overlays/overlay';

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

/** What a card was asked about, with one click on its mark. */
export interface Detail {
  readonly node: string;
  readonly about: 'plan' | 'problems';
}

/** Client coordinates. */
export interface Newcomer extends Position {
  readonly kind: string;
  /** The wires that it gets when it is dropped here. */
  readonly wiring: Wiring;
}

export interface CanvasState {
  /** False until the host has told what the file says. */
  readonly loaded: boolean;
  /** The file as the host has it, with its base and all environments. */
  readonly document: JsonValue | undefined;
  /** Which of them is shown and edited; undefined for the base. */
  readonly environment: string | undefined;
  readonly fileName: string;
  readonly readOnly: string | undefined;
  /** The text does not parse, and the drawing is older. */
  readonly isStale: boolean;
  /** Of what is shown. */
  readonly problems: readonly Problem[];
  readonly pending: readonly { readonly seq: number; readonly edit: Edit }[];
  /** The document with the pending edits: what is drawn. */
  readonly topology: Topology;
  /** Where cards stand: by hand, or by the layout for as long as the page lives. */
  readonly placed: Placed;
  /** Where cards stood that are not drawn now: taken away, or left out of what is shown. */
  readonly stood: Placed;
  /** Where dragged cards are right now. */
  readonly drag: ReadonlyMap<string, Position>;
  /** The frame that takes what is dragged, were it dropped now. */
  readonly dropFrame: string | undefined;
  /** A kind on its way from the palette, and where the pointer is. */
  readonly newcomer: Newcomer | undefined;
  readonly selection: Selection;
  readonly draft: Draft | undefined;
  readonly renaming: string | undefined;
  /** Shown beside its card until one does something else. */
  readonly detail: Detail | undefined;
  readonly status: StatusMessage | undefined;
  /** The plan that was put aside; another one shows again. */
  readonly discardedPlan: StatusMessage['plan'];
  readonly notice: Notice | undefined;
  /** What was done last, for who hears the page. */
  readonly announcement: string;
  /** What floats over the drawing and has the keyboard: a box to type into, a menu, a question. */
  readonly overlay: Overlay | undefined;
  readonly minimap: boolean;
  /** The wire whose end is being dragged to another card. */
  readonly rewiring: { readonly key: string; readonly end: WireEnd } | undefined;
  /** What to bring into view, as asked by the host. */
  readonly reveal: Spot | undefined;
}

export interface CanvasActions {
  /** Draws an edit of what is shown at once and tells the host. False when it does not fit; a notice says why. */
  edit(edit: Edit): boolean;
  /** As `edit`, of the file itself, whatever is shown: the remedy of a problem. */
  mend(edit: Edit): boolean;
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
  explain(detail: Detail | undefined): void;
  say(text: string, tone?: Notice['tone']): void;
  hush(): void;
  announce(text: string): void;
  /** Opens an overlay in place of another, or closes it. */
  show(overlay: Overlay | undefined): void;
  toggleMinimap(): void;
  rewire(rewiring: CanvasState['rewiring']): void;
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
      environment: string | undefined,
      renamed?: { from: string; to: string },
    ) => {
      const shown = pending.reduce((value: JsonValue, { edit }) => {
        const result = applyEdit(value, edit, registry);
        return result.ok ? result.value : value;
      }, document ?? EMPTY);
      const topology = readTopology(shown, registry, environment, get().topology);
      const { selection, renaming } = get();
      const before = renamed ? rekeyed(get().placed, renamed) : get().placed;
      const stood = new Map([...get().stood, ...before].filter(([id]) => !topology.nodes.has(id)));
      const returned = [...get().stood].filter(([id]) => topology.nodes.has(id));
      return {
        document,
        environment,
        pending,
        topology,
        stood,
        placed: layout(
          topology,
          registry,
          measure,
          returned.length === 0 ? before : new Map([...returned, ...before]),
        ),
        selection: existing(renamed ? renamedSelection(selection, renamed) : selection, topology),
        renaming: renaming !== undefined && topology.nodes.has(renaming) ? renaming : undefined,
      };
    };

    const notice = (text: string, tone: Notice['tone']): Pick<CanvasState, 'notice'> => {
      notices += 1;
      return { notice: { text, tone, serial: notices } };
    };

    /** What an edit of what is shown says of the file. */
    const inFile = (edit: Edit): EditResult<Edit> => {
      const { environment, topology } = get();
      return environment === undefined
        ? { ok: true, value: edit }
        : editOfFile(topology.file, environment, edit, registry);
    };

    /** Draws an edit of the file and tells the host. */
    const write = (edit: Edit, gesture: Edit): boolean => {
      const { document, pending, readOnly, topology } = get();
      if (readOnly !== undefined) {
        set(notice(readOnly, 'error'));
        return false;
      }
      const result = applyEdit(topology.file, edit, registry);
      if (!result.ok) {
        set(notice(result.reason, 'error'));
        return false;
      }
      if (result.value === topology.file) return true;
      lastSeq += 1;
      const seq = lastSeq;
      const renamed = gesture.type === 'renameNode' ? gesture : undefined;
      set({
        ...redraw(document, [...pending, { seq, edit }], topology.environment, renamed),
        drag: new Map(),
        dropFrame: undefined,
      });
      host.send({ type: 'edit', seq, edit });
      return true;
    };

    const actions: CanvasActions = {
      edit(edit) {
        const written = inFile(edit);
        if (written.ok) return write(written.value, edit);
        set(notice(written.reason, 'error'));
        return false;
      },
      mend: (edit) => write(edit, edit),
      type(draft) {
        const { draft: other } = get();
        // A field that went away with what was typed in it, without being left, is written too.
        if (other && !isDraftOf(other, draft.target, draft.path)) actions.commit();
        set({ draft });
        const written = draft.edit && inFile(draft.edit);
        const edit = written?.ok ? written.value : undefined;
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
        const { topology, environment } = get();
        const path = about?.path && placeShown(topology.file, environment, about.path);
        host.send({ type: 'command', command, ...about, ...(path && { path }) });
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
      explain: (detail) => set({ detail }),
      say: (text, tone = 'info') => set(notice(text, tone)),
      hush: () => set({ notice: undefined }),
      announce: (announcement) => set({ announcement }),
      show: (overlay) => set({ overlay }),
      toggleMinimap() {
        const minimap = !get().minimap;
        host.saveViewState({ minimap });
        set({ minimap });
      },
      rewire: (rewiring) => set({ rewiring }),
      discardPlan: () => set({ discardedPlan: get().status?.plan }),
      receive(message) {
        switch (message.type) {
          case 'document':
            // What is typed belongs to what was shown when it was typed.
            if (message.environment !== get().environment) actions.commit();
            set(received(message));
            break;
          case 'status':
            set({ status: keepSame(get().status, message) });
            break;
          case 'refused': {
            const pending = get().pending.filter(({ seq }) => seq !== message.seq);
            set({
              ...redraw(get().document, pending, get().environment),
              ...notice(message.reason, 'error'),
            });
            break;
          }
          case 'commit':
            actions.commit();
            break;
          case 'reveal': {
            const spot = spotOf(message, get().topology);
            if (!spot) break;
            if ('node' in spot) actions.select([spot.node]);
            else actions.select([], [spot.edge]);
            set({ reveal: spot });
            break;
          }
        }
      },
    };

    const received = (message: DocumentMessage): Partial<CanvasState> => {
      const { ackedSeq, fileName, readOnly, isStale, environment } = message;
      const document = keepSame(get().topology.file, message.document);
      const pending = get().pending.filter(({ seq }) => seq > ackedSeq);
      const problems = problemsShown(message.problems, document ?? EMPTY, environment);
      return {
        loaded: true,
        fileName,
        problems,
        readOnly,
        isStale,
        ...redraw(document, pending, environment),
      };
    };

    return {
      loaded: false,
      document: undefined,
      environment: undefined,
      isStale: false,
      fileName: '',
      readOnly: undefined,
      problems: [],
      pending: [],
      topology: readTopology(EMPTY, registry),
      placed: new Map(),
      stood: new Map(),
      drag: new Map(),
      dropFrame: undefined,
      newcomer: undefined,
      selection: NOTHING,
      draft: undefined,
      renaming: undefined,
      detail: undefined,
      status: undefined,
      discardedPlan: undefined,
      notice: undefined,
      announcement: '',
      overlay: undefined,
      minimap: host.viewState.minimap ?? true,
      rewiring: undefined,
      reveal: undefined,
      registry,
      actions,
    };
  });
}

/** What a host that knows the text means of the drawing. */
function spotOf(message: Extract<ToWebview, { type: 'reveal' }>, { edges }: Topology): Spot | undefined {
  if ('node' in message) return { node: message.node };
  const edge = edges.find(({ index }) => index === message.edge);
  return edge && { edge: edge.key };
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
