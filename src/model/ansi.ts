/** A run of text in one look. Colours are the sixteen of a terminal, 8 and above the bright ones. */
export interface AnsiSegment {
  readonly text: string;
  readonly foreground?: number;
  readonly background?: number;
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
}

type Look = Omit<AnsiSegment, 'text'>;

// CSI and OSC sequences, whole or cut off; then every control character but the tab.
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const SEQUENCE = /(?:\u001b\[|\u009b)([0-?]*)[ -/]*([@-~]?)|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?/g;
// eslint-disable-next-line no-control-regex -- the same
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g;

/** Splits a line by its colour sequences; everything else that could speak to a terminal is dropped. */
export function ansiSegments(line: string): AnsiSegment[] {
  const segments: AnsiSegment[] = [];
  let look: Look = {};
  let position = 0;
  const take = (end: number) => {
    const text = line.slice(position, end).replace(CONTROL, '');
    if (text !== '') segments.push({ text, ...look });
  };
  for (const match of line.matchAll(SEQUENCE)) {
    take(match.index);
    position = match.index + match[0].length;
    if (match[2] === 'm') look = lookAfter(look, match[1] ?? '');
  }
  take(line.length);
  return segments;
}

/** The line for a terminal, by the same rule: its colour sequences stay, whatever else could speak to it is dropped. */
export function terminalLine(line: string): string {
  let kept = '';
  let position = 0;
  for (const match of line.matchAll(SEQUENCE)) {
    kept += line.slice(position, match.index).replace(CONTROL, '');
    if (match[2] === 'm') kept += `\u001b[${match[1] ?? ''}m`;
    position = match.index + match[0].length;
  }
  return kept + line.slice(position).replace(CONTROL, '');
}

/** The look after a "select graphic rendition" (ECMA-48, 8.3.117); colours beyond the sixteen are left out. */
function lookAfter(before: Look, parameters: string): Look {
  const codes = parameters.split(';').map(Number);
  let look = before;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const isPalette = codes[index + 1] === 5;
      const colour = isPalette ? codes[index + 2] : undefined;
      look = { ...look, [code === 38 ? 'foreground' : 'background']: sixteen(colour) };
      index += isPalette ? 2 : 4;
    } else {
      look = lookOf(look, code);
    }
  }
  return look;
}

function lookOf(look: Look, code: number): Look {
  if (code === 0 || Number.isNaN(code)) return {};
  if (code === 1) return { ...look, bold: true };
  if (code === 3) return { ...look, italic: true };
  if (code === 4) return { ...look, underline: true };
  if (code === 22) return { ...look, bold: undefined };
  if (code === 23) return { ...look, italic: undefined };
  if (code === 24) return { ...look, underline: undefined };
  if (code === 39) return { ...look, foreground: undefined };
  if (code === 49) return { ...look, background: undefined };
  if (code >= 30 && code <= 37) return { ...look, foreground: code - 30 };
  if (code >= 40 && code <= 47) return { ...look, background: code - 40 };
  if (code >= 90 && code <= 97) return { ...look, foreground: code - 82 };
  if (code >= 100 && code <= 107) return { ...look, background: code - 92 };
  return look;
}

function sixteen(colour: number | undefined): number | undefined {
  return colour !== undefined && colour >= 0 && colour < 16 ? colour : undefined;
}
