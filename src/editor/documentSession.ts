import type { Registry } from '../kinds/index';
import type { Edit } from '../model/edit';
import type { ReadText } from '../host/readText';
import type { JsonObject } from '../model/json';
import type { DocumentMessage, FromWebview, PageMessage } from '../model/protocol';
import type { Problem } from '../model/problem';
import type { LocatedProblem } from '../model/checkText';
import type { TextEdit } from '../model/text/edits';
import { draftEdits, type Draft } from './drafts';
import { createEditQueue, type EditOutcome } from './editQueue';

/** The text document behind a canvas, as VS Code owns it. */
export interface CanvasDocument {
  readonly fileName: string;
  getText(): string;
  read(): ReadText;
  /** Why it can never be written; undefined where it can. */
  readonly readOnly: string | undefined;
  /** The environment of a file that is shown; undefined for the base. */
  environment(file: JsonObject | undefined): string | undefined;
  /** One undo step; false when the text changed meanwhile. */
  apply(edits: readonly TextEdit[]): Promise<boolean>;
}

/** One page that shows the document. */
export interface CanvasPage {
  post(message: PageMessage): void;
}

/** A page as the session knows it. */
export interface Member {
  /** The page listens, for the first time or after it was thrown away: its numbers begin anew. */
  ready(): void;
  /** The page is hidden, which ends it; it says so when it is back. */
  away(): void;
  edit(message: Extract<FromWebview, { type: 'edit' }>): Promise<void>;
  draft(draft: Draft | null): void;
  leave(): void;
}

/** What all pages of one document share. Everything goes through one queue, so that a page never sees half of an edit. */
export interface DocumentSession {
  join(page: CanvasPage): Member;
  readonly isEmpty: boolean;
  /** The text changed, by whoever it was, or another environment is shown. */
  changed(): void;
  submit(edit: Edit): Promise<EditOutcome>;
  /** After everything that was sent before. */
  settled(): Promise<void>;
  /** What is typed and not written, as edits of the text as it is now. */
  draftEdits(): TextEdit[];
  /** Writes what is typed; a save of a document that is not dirty would not. */
  writeDrafts(): Promise<void>;
  /** Tells every page that listens; false when none does. */
  post(message: PageMessage): boolean;
}

interface PageState {
  readonly page: CanvasPage;
  acked: number;
  draft: Draft | undefined;
  listening: boolean;
}

export function createDocumentSession(document: CanvasDocument, registry: Registry): DocumentSession {
  const pages = new Set<PageState>();
  let lastGood: JsonObject | undefined;
  let announced = false;

  const queue = createEditQueue(
    {
      read() {
        if (document.readOnly !== undefined) return { reason: document.readOnly };
        const { value, reason } = document.read();
        return value === undefined ? { reason } : { text: document.getText(), value };
      },
      apply: (edits) => document.apply(edits),
    },
    registry,
  );

  function message(acked: number): DocumentMessage {
    const { value, reason, problems } = document.read();
    lastGood = value ?? lastGood;
    return {
      type: 'document',
      document: lastGood,
      problems: problems.map(withoutPlace),
      readOnly: document.readOnly ?? reason,
      isStale: value === undefined,
      fileName: document.fileName,
      environment: document.environment(lastGood),
      ackedSeq: acked,
    };
  }

  function broadcast(): void {
    for (const { page, acked, listening } of pages) if (listening) page.post(message(acked));
  }

  function typed(): TextEdit[] {
    const { value } = document.read();
    const drafts = [...pages].flatMap(({ draft }) => draft ?? []);
    if (value === undefined || document.readOnly !== undefined || drafts.length === 0) return [];
    return draftEdits(document.getText(), value, drafts, registry);
  }

  return {
    get isEmpty() {
      return pages.size === 0;
    },
    join(page) {
      const state: PageState = { page, acked: 0, draft: undefined, listening: false };
      pages.add(state);
      return {
        ready() {
          Object.assign(state, { acked: 0, draft: undefined, listening: true });
          void queue.after(() => page.post(message(state.acked)));
        },
        away: () => void (state.listening = false),
        async edit({ seq, edit }) {
          await queue.submit(edit, (outcome) => {
            if (outcome.ok) state.acked = Math.max(state.acked, seq);
            else page.post({ type: 'refused', seq, reason: outcome.reason });
            // Also where nothing changed: the number has to be acknowledged.
            broadcast();
          });
        },
        draft(draft) {
          state.draft = draft ?? undefined;
        },
        leave: () => void pages.delete(state),
      };
    },
    changed() {
      if (announced) return;
      announced = true;
      // Behind the edit that is being written, so that its number is acknowledged with the text that has it.
      void queue.after(() => {
        announced = false;
        broadcast();
      });
    },
    submit: (edit) => queue.submit(edit),
    settled: () => queue.after(() => undefined),
    draftEdits: typed,
    writeDrafts: () =>
      queue.after(async () => {
        const edits = typed();
        if (edits.length > 0) await document.apply(edits);
      }),
    post(message) {
      const listeners = [...pages].filter(({ listening }) => listening);
      for (const { page } of listeners) page.post(message);
      return listeners.length > 0;
    },
  };
}

/** A page shows problems on cards, and does not know the text. */
function withoutPlace(problem: LocatedProblem): Problem {
  const { severity, code, message, path, node, environment, fix } = problem;
  return {
    ...{ severity, code, message, path },
    ...(node !== undefined && { node }),
    ...(environment !== undefined && { environment }),
    ...(fix && { fix }),
  };
}
