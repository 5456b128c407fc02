import { createStore } from 'zustand/vanilla';
import type { Registry } from '../src/kinds/index';
import { applyEdit, type EditResult } from '../src/model/changes';
import type { Edit } from '../src/model/edit';
import { editOfFile } from '../src/model/environmentEdit';
import type { JsonValue } from '../src/model/json';
import type { DocumentMessage, ToWebview } from '../src/model/protocol';
import { readTopology, type Topology } from '../src/model/topology';
import { layout, type Placed } from './canvas/layout';
import type { Measure } from './canvas/measure';
import { isDraftOf } from './drafts';
import { placeShown, problemsShown } from './environment';
import type { Spot } from './gestures/steps';
import type { Host } from './host';
import { keepSame } from './keepSame';
import { existing, isSame, NOTHING, withNewId } from './selection';
import type { Canvas, CanvasActions, CanvasState, CanvasStore, Notice } from './state';

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
        selection: existing(renamed ? withNewId(selection, renamed) : selection, topology),
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
      inspect: (hop) => host.send({ type: 'inspect', hop: hop ?? null }),
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

function rekeyed(placed: Placed, { from, to }: { from: string; to: string }): Placed {
  return new Map([...placed].map(([id, position]) => [id === from ? to : id, position]));
}
