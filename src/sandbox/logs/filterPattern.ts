/** Whether a log line matches. */
export type LineTest = (message: string) => boolean;

/**
 * CloudWatch's filter patterns (aws-reference §5): bare words and `"phrases"` all of which must occur, `?a ?b`
 * of which one must, `-word` which must not, `%regex%`, and `{ $.level = "error" }` on lines that are JSON.
 * Throws a plain Error for a pattern that does not parse.
 */
export function compilePattern(pattern: string | undefined): LineTest {
  const text = pattern?.trim() ?? '';
  if (text === '') return () => true;
  if (text.startsWith('{')) return compileJson(text);
  const all: LineTest[] = [];
  const any: LineTest[] = [];
  for (const match of text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|(\S+))/g)) {
    const [, sign, phrase, regex, word] = match;
    const test = termTest(phrase?.replace(/\\(.)/g, '$1') ?? word ?? '', regex);
    if (sign === '?') any.push(test);
    else if (sign === '-') all.push((message) => !test(message));
    else all.push(test);
  }
  return (message) =>
    all.every((test) => test(message)) && (any.length === 0 || any.some((test) => test(message)));
}

function termTest(text: string, regex: string | undefined): LineTest {
  if (regex === undefined) return (message) => message.includes(text);
  const compiled = new RegExp(regex);
  return (message) => compiled.test(message);
}

/** `&&` binds tighter than `||`; parentheses are not understood. */
function compileJson(text: string): LineTest {
  const inner = /^\{(.*)\}$/s.exec(text)?.[1];
  if (inner === undefined) throw new Error('Invalid filter pattern');
  const alternatives = inner.split('||').map((part) => part.split('&&').map(compileComparison));
  return (message) => {
    let value: unknown;
    try {
      value = JSON.parse(message);
    } catch {
      return false;
    }
    return alternatives.some((tests) => tests.every((test) => test(value)));
  };
}

function compileComparison(text: string): (value: unknown) => boolean {
  const match = /^\s*\$\.([\w.]+)\s*(=|!=|<=|>=|<|>)\s*(?:"([^"]*)"|(\S+))\s*$/.exec(text);
  if (!match) throw new Error('Invalid filter pattern');
  const [, path = '', operator = '', quoted, bare] = match;
  const wanted = quoted ?? bare ?? '';
  const wildcard = new RegExp(`^${wanted.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`, 's');
  return (value) => {
    const found = read(value, path.split('.'));
    if (found === undefined) return false;
    const text = typeof found === 'string' ? found : JSON.stringify(found);
    const number = Number(text);
    switch (operator) {
      case '=':
        return wildcard.test(text);
      case '!=':
        return !wildcard.test(text);
      case '<':
        return number < Number(wanted);
      case '>':
        return number > Number(wanted);
      case '<=':
        return number <= Number(wanted);
      default:
        return number >= Number(wanted);
    }
  };
}

function read(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key]; // an object with this member, just checked
  }
  return current;
}
