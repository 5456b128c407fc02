/** What a key means to whoever waits for lines. */
export type Typed =
  | { readonly type: 'line'; readonly line: string }
  /** Ctrl+C. */
  | { readonly type: 'interrupt' }
  /** Ctrl+D on an empty line. */
  | { readonly type: 'end' };

/** A line that is being typed, with those before it. */
export interface LineEditor {
  /** Shows the prompt and begins a line. */
  begin(prompt: string): void;
  key(key: string): Typed | undefined;
}

/** Splits what a terminal sends into keys: escape sequences stay whole. */
export function keysIn(data: string): string[] {
  // eslint-disable-next-line no-control-regex -- keys are control characters
  return data.match(/\u001b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z]|[\s\S])?|\r\n|[\s\S]/gu) ?? [];
}

/** As many lines back as somebody looks for one. */
const REMEMBERED = 200;
const ESCAPE = '\u001b';

/** Edits a line as shells do. `echo`: shows what is typed; not where the lines come out of a pipe. */
export function createLineEditor(write: (text: string) => void, echo: boolean): LineEditor {
  const history: string[] = [];
  let prompt = '';
  let line: readonly string[] = [];
  let cursor = 0;
  /** Place in the history; its length is the line that is typed. */
  let place = 0;
  let kept: readonly string[] = [];

  function show(next: readonly string[], at: number): void {
    line = next;
    cursor = Math.max(0, Math.min(at, next.length));
    const back = line.length - cursor;
    if (echo) write(`\r${ESCAPE}[K${prompt}${line.join('')}${back > 0 ? `${ESCAPE}[${back}D` : ''}`);
  }

  function recall(to: number): void {
    if (to < 0 || to > history.length) return;
    if (place === history.length) kept = line;
    place = to;
    const next = to === history.length ? kept : [...(history[to] ?? '')];
    show(next, next.length);
  }

  function enter(): Typed {
    const typed = line.join('');
    if (echo) write('\r\n');
    if (typed.trim() !== '' && history.at(-1) !== typed) history.push(typed);
    if (history.length > REMEMBERED) history.shift();
    return { type: 'line', line: typed };
  }

  function insert(text: string): void {
    if (cursor < line.length)
      return show([...line.slice(0, cursor), text, ...line.slice(cursor)], cursor + 1);
    // Nothing to draw anew, so that a line longer than the terminal is wide wraps by itself.
    line = [...line, text];
    cursor = line.length;
    if (echo) write(text);
  }
  const remove = (from: number, to: number) => {
    if (from >= 0) show([...line.slice(0, from), ...line.slice(to)], from);
  };

  const MOVES: Readonly<Record<string, () => void>> = {
    [`${ESCAPE}[A`]: () => recall(place - 1),
    [`${ESCAPE}[B`]: () => recall(place + 1),
    [`${ESCAPE}[C`]: () => show(line, cursor + 1),
    [`${ESCAPE}[D`]: () => show(line, cursor - 1),
    [`${ESCAPE}[H`]: () => show(line, 0),
    [`${ESCAPE}[F`]: () => show(line, line.length),
    [`${ESCAPE}[3~`]: () => remove(cursor, cursor + 1),
    '\u0001': () => show(line, 0),
    '\u0005': () => show(line, line.length),
    '\u0008': () => remove(cursor - 1, cursor),
    '\u007f': () => remove(cursor - 1, cursor),
    '\u000b': () => show(line.slice(0, cursor), cursor),
    '\u0015': () => show(line.slice(cursor), 0),
    '\u0017': () => {
      const start = line
        .slice(0, cursor)
        .join('')
        .replace(/\S+\s*$/, '').length;
      remove(start, cursor);
    },
    '\u000c': () => {
      if (echo) write(`${ESCAPE}[2J${ESCAPE}[H`);
      show(line, cursor);
    },
  };

  return {
    begin(next) {
      prompt = next;
      place = history.length;
      show([], 0);
    },
    key(key) {
      switch (key) {
        case '\r':
        case '\n':
        case '\r\n':
          return enter();
        case '\u0003':
          if (echo) write('^C\r\n');
          return { type: 'interrupt' };
        case '\u0004':
          if (line.length > 0) return undefined;
          if (echo) write('exit\r\n');
          return { type: 'end' };
        default: {
          const move = Object.hasOwn(MOVES, key) ? MOVES[key] : undefined;
          if (move) move();
          else if (key >= ' ') insert(key);
          return undefined;
        }
      }
    },
  };
}
