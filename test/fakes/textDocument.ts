import type { CanvasDocument } from '../../src/editor/documentSession';
import { readText } from '../../src/host/readText';
import type { Registry } from '../../src/kinds/index';
import { applyTextEdits } from '../../src/model/text/edits';

/** A text document as VS Code has it, with the people who type in it. */
export interface FakeTextDocument {
  readonly document: CanvasDocument;
  readonly state: {
    text: string;
    readOnly: string | undefined;
    environment: string | undefined;
    readonly steps: number;
  };
  /** Somebody types. */
  type(edit: (text: string) => string): void;
  /** Somebody types while the next edit is on its way, which then is not taken. */
  typeDuringNextWrite(edit: (text: string) => string): void;
  undo(): void;
  redo(): void;
  onChange(listener: () => void): void;
}

/** Edits land later, and not at all when somebody typed meanwhile. */
export function createTextDocument(text: string, registry: Registry): FakeTextDocument {
  const past: string[] = [];
  const future: string[] = [];
  const meanwhile: ((text: string) => string)[] = [];
  let version = 1;
  let listener = () => {};
  const state = {
    text,
    readOnly: undefined as string | undefined,
    environment: undefined as string | undefined,
    steps: 0,
  };

  function become(next: string): void {
    state.text = next;
    version += 1;
    listener();
  }

  function type(edit: (text: string) => string): void {
    past.push(state.text);
    future.length = 0;
    become(edit(state.text));
  }

  return {
    state,
    type,
    document: {
      fileName: 'shop.topology.json',
      environment: () => state.environment,
      getText: () => state.text,
      read: () => readText(state.text, registry),
      get readOnly() {
        return state.readOnly;
      },
      async apply(edits) {
        const before = version;
        await Promise.resolve();
        const typing = meanwhile.shift();
        if (typing) type(typing);
        if (version !== before) return false;
        state.steps += 1;
        type((now) => applyTextEdits(now, edits));
        return true;
      },
    },
    typeDuringNextWrite: (edit) => void meanwhile.push(edit),
    undo() {
      const before = past.pop();
      if (before === undefined) return;
      future.push(state.text);
      become(before);
    },
    redo() {
      const after = future.pop();
      if (after === undefined) return;
      past.push(state.text);
      become(after);
    },
    onChange: (next) => void (listener = next),
  };
}
