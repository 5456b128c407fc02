import type { AnsiSegment } from '../../src/model/ansi';

/** A piece of text in one look, marked or not. */
export interface MarkedSegment extends AnsiSegment {
  readonly mark?: 'search' | 'highlight';
}

/** What is marked: what is searched for before what is highlighted. */
export interface Marks {
  readonly search?: RegExp | undefined;
  readonly highlight?: RegExp | undefined;
}

/** Cuts segments where a match begins or ends: matches know nothing of colours. */
export function markSegments(segments: readonly AnsiSegment[], marks: Marks): readonly MarkedSegment[] {
  if (!marks.search && !marks.highlight) return segments;
  const text = segments.map((segment) => segment.text).join('');
  const kinds = new Array<MarkedSegment['mark']>(text.length);
  for (const kind of ['highlight', 'search'] as const) {
    const pattern = marks[kind];
    if (!pattern) continue;
    for (const match of text.matchAll(new RegExp(pattern.source, 'gi'))) {
      kinds.fill(kind, match.index, match.index + match[0].length);
    }
  }
  const cut: MarkedSegment[] = [];
  let position = 0;
  for (const segment of segments) {
    const end = position + segment.text.length;
    while (position < end) {
      const mark = kinds[position];
      let to = position + 1;
      while (to < end && kinds[to] === mark) to += 1;
      cut.push({ ...segment, text: text.slice(position, to), ...(mark && { mark }) });
      position = to;
    }
  }
  return cut;
}
