/** One command of a line, and when it runs. */
export interface Command {
  readonly words: readonly string[];
  /** `;` always, `&&` after success, `||` after failure. */
  readonly after: ';' | '&&' | '||';
}

export type Line =
  | { readonly ok: true; readonly commands: readonly Command[] }
  | { readonly ok: false; readonly reason: string };

/** What of a real shell is not here; said instead of doing something else. */
const foreign: Readonly<Record<string, string>> = {
  '|': 'pipes',
  '>': 'redirections',
  '<': 'redirections',
  '&': 'jobs in the background',
  '`': 'command substitution',
  '(': 'subshells',
};

/** Splits a line as `sh` does: quotes, `\`, `$NAME`, `${NAME}`, `$?`, and `;`, `&&`, `||` between commands. */
export function readLine(text: string, valueOf: (name: string) => string): Line {
  const commands: Command[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let after: Command['after'] = ';';
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (next: Command['after']) => {
    endWord();
    if (words.length > 0) commands.push({ words, after });
    words = [];
    after = next;
  };
  const tokens =
    /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|\$(?:\{(\w+|\?)\}|(\w+|\?))|(&&|\|\||;)|(\s+)|([^'"\\$;&|\s<>()`]+|[\s\S])/g;
  for (const match of text.matchAll(tokens)) {
    const [whole, single, double, escaped, braced, name, joiner, space, plain = ''] = match;
    if (joiner !== undefined) endCommand(joiner as Command['after']);
    else if (space !== undefined) endWord();
    else if (single !== undefined) word = (word ?? '') + single;
    else if (double !== undefined) word = (word ?? '') + expanded(double, valueOf);
    else if (escaped !== undefined) word = (word ?? '') + escaped;
    else if (braced !== undefined || name !== undefined) {
      // An unset variable outside of quotes is no word at all.
      const value = valueOf(braced ?? name ?? '');
      if (word !== undefined || value !== '') word = (word ?? '') + value;
    } else if (plain === '#' && word === undefined) break;
    else if (plain === '"' || plain === "'") return { ok: false, reason: `sh: unterminated quoted string` };
    else if (Object.hasOwn(foreign, plain)) {
      return { ok: false, reason: `sh: this shell of the sandbox has no ${foreign[plain] ?? ''}: ${whole}` };
    } else word = (word ?? '') + plain;
  }
  endCommand(';');
  return { ok: true, commands };
}

function expanded(text: string, valueOf: (name: string) => string): string {
  return text.replace(
    /\\(["\\$`])|\$(?:\{(\w+|\?)\}|(\w+|\?))/g,
    (_all, escaped?: string, braced?: string, name?: string) => escaped ?? valueOf(braced ?? name ?? ''),
  );
}
