/**
 * What stands behind `import 'vscode'` in unit tests: commands that can be run, dialogs that answer what a test has them
 * answer, and documents in memory, in which a position is an offset. Only what the tested features look at.
 */

type Handler = (argument: unknown) => unknown;

/** A question that somebody was asked. */
export interface Asked {
  readonly message: string;
  readonly detail?: string;
  readonly buttons: readonly string[];
}

/** What a test sees and says; a new one for each test. */
export interface Desk {
  readonly commands: Map<string, Handler>;
  readonly asked: Asked[];
  /** Answers to the next questions, in their order; without one a dialog is closed. */
  readonly answers: (string | undefined)[];
  /** Texts of documents, by URI. */
  readonly texts: Map<string, string>;
  readonly opened: string[];
}

let desk: Desk = newDesk();

function newDesk(): Desk {
  return { commands: new Map(), asked: [], answers: [], texts: new Map(), opened: [] };
}

export function clearDesk(): Desk {
  desk = newDesk();
  return desk;
}

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
    private readonly text: string,
  ) {}

  static parse(text: string): Uri {
    const { protocol, pathname } = new URL(text);
    return new Uri(protocol.slice(0, -1), pathname, text);
  }

  toString(): string {
    return this.text;
  }
}

export class Range {
  constructor(
    readonly start: number,
    readonly end: number,
  ) {}
}

export const TextEdit = {
  replace: (range: Range, content: string) => ({ range, content }),
};

export class WorkspaceEdit {
  readonly edits: { uri: Uri; range: Range; content: string }[] = [];

  set(uri: Uri, edits: readonly { range: Range; content: string }[]): void {
    this.edits.push(...edits.map((edit) => ({ uri, ...edit })));
  }
}

export const commands = {
  registerCommand(id: string, handler: Handler) {
    desk.commands.set(id, handler);
    return { dispose: () => void desk.commands.delete(id) };
  },
};

export const window = {
  async showInputBox(options: { title: string; prompt: string; validateInput(text: string): unknown }) {
    const answer = ask({ message: options.title, detail: options.prompt, buttons: [] });
    // As in VS Code, what does not pass cannot be entered.
    const problem = answer === undefined ? undefined : options.validateInput(answer);
    if (typeof problem === 'string') throw new Error(`The box does not take it: ${problem}`);
    return answer;
  },
  showWarningMessage: async (message: string, options: { detail: string }, ...buttons: string[]) =>
    ask({ message, detail: options.detail, buttons }),
  showInformationMessage: async (message: string, ...buttons: string[]) => ask({ message, buttons }),
};

export const workspace = {
  async openTextDocument(uri: Uri) {
    const key = uri.toString();
    return {
      uri,
      get version() {
        return desk.texts.get(key);
      },
      getText: () => desk.texts.get(key) ?? '',
      positionAt: (offset: number) => offset,
    };
  },
  async applyEdit({ edits }: WorkspaceEdit) {
    for (const { uri, range, content } of [...edits].sort((a, b) => b.range.start - a.range.start)) {
      const text = desk.texts.get(uri.toString()) ?? '';
      desk.texts.set(uri.toString(), text.slice(0, range.start) + content + text.slice(range.end));
    }
    return true;
  },
};

export const env = {
  async openExternal(uri: Uri) {
    desk.opened.push(uri.toString());
    return true;
  },
};

function ask(question: Asked): string | undefined {
  desk.asked.push(question);
  return desk.answers.shift();
}
