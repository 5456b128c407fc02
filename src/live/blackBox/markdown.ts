/** A table; of each cell one line, with nothing in it that Markdown would read. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly (string | undefined)[])[],
): string[] {
  if (rows.length === 0) return ['None.', ''];
  const line = (cells: readonly (string | undefined)[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line), ''];
}

/** Lines as they are, in a fence that none of them ends. */
export function verbatim(lines: readonly string[]): string[] {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence, ''];
}

/** Words of others within a line. */
export function words(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>|#]/g, '\\$&')
    .trim();
}

function cell(text: string | undefined): string {
  return text === undefined || text === '---' ? (text ?? '') : words(text);
}
