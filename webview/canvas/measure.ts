/** Fonts of what is measured before it is drawn. */
export type Face = 'title' | 'small' | 'mono';

/** Width of a text in pixels. */
export type Measure = (text: string, face: Face) => number;

const FACES = {
  title: (family: string) => `600 13px ${family}`,
  small: (family: string) => `11px ${family}`,
  mono: (_family: string, mono: string) => `11px ${mono}`,
} as const satisfies Record<Face, (family: string, mono: string) => string>;

/**
 * Measures with a 2D context, so that cards have their size before they are in the page: React Flow then neither
 * mounts nor measures them first. Texts of ASCII are as wide as their letters one by one, but for kerning, which makes
 * them narrower if anything; of thousands of different texts only few letters are measured.
 */
export function createMeasure(document: Document): Measure {
  const style = getComputedStyle(document.documentElement);
  const family = style.getPropertyValue('--vscode-font-family') || 'system-ui, sans-serif';
  const mono = style.getPropertyValue('--vscode-editor-font-family') || 'monospace';
  const ruler = (face: Face) => {
    const context = document.createElement('canvas').getContext('2d');
    if (context) context.font = FACES[face](family, mono);
    const known = new Map<string, number>();
    return (text: string): number => {
      const before = known.get(text);
      if (before !== undefined) return before;
      const width = context ? context.measureText(text).width : text.length * 7;
      known.set(text, width);
      return width;
    };
  };
  const rulers: Record<Face, (text: string) => number> = {
    title: ruler('title'),
    small: ruler('small'),
    mono: ruler('mono'),
  };
  return (text, face) => {
    const widthOf = rulers[face];
    if (!ASCII.test(text)) return widthOf(text);
    let width = 0;
    for (const letter of text) width += widthOf(letter);
    return width;
  };
}

const ASCII = /^[ -~]*$/;

/** The text cut in its middle to fit a width; both ends of a name tell more than its beginning alone. */
export function middleEllipsis(text: string, face: Face, width: number, measure: Measure): string {
  if (measure(text, face) <= width) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const kept = Math.ceil((low + high) / 2);
    if (measure(cut(text, kept), face) <= width) low = kept;
    else high = kept - 1;
  }
  return cut(text, low);
}

function cut(text: string, kept: number): string {
  const head = Math.ceil(kept / 2);
  return `${text.slice(0, head).trimEnd()}…${text.slice(text.length - (kept - head)).trimStart()}`;
}
