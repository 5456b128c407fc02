import type { LogModel, ViewLine } from './logModel';
import type { Marks } from './marks';
import { element, LINE, rowOf, sourceWidth } from './row';

/** Rows beyond what is seen, so that a turn of the wheel shows no gap. */
const MARGIN = 12;
/** Of a line that was not drawn yet: one row of text, as in main.css. Pixels. */
const USUAL = 20;
/** Characters of a source's column; a longer name is cut. */
const WIDEST = 36;
/** So near to the end still is the end. Pixels. */
const NEAR = 24;

export interface LineListOptions {
  readonly model: LogModel;
  colourOf(line: ViewLine): number;
  /** Whether it sticks to the end has changed. */
  onFollow(following: boolean): void;
}

/** The lines as a scrolled list in which only those in sight are elements, so that a hundred thousand stay smooth. */
export interface LineList {
  readonly element: HTMLElement;
  /** Draws what has changed, at the end of the frame. */
  draw(): void;
  /** The same with every row made anew. */
  redraw(marks: Marks, wrap: boolean): void;
  readonly following: boolean;
  toEnd(): void;
  /** Sticks to the end from now on. */
  follow(): void;
  /** Brings a line of {@link LogModel.shown} into sight and marks it as the current one. */
  reveal(index: number): void;
  /** Number of the topmost line in sight. */
  readonly top: number | undefined;
}

export function createLineList({ model, colourOf, onFollow }: LineListOptions): LineList {
  const scroller = element('div', 'scroller');
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'region');
  scroller.setAttribute('aria-label', 'Log lines');
  scroller.dataset.testid = 'log-lines';
  const sizer = element('div', 'sizer');
  const rows = element('div', 'rows');
  sizer.append(rows);
  scroller.append(sizer);

  const places = createPlaces(model);
  let drawn = new Map<number, HTMLElement>();
  let marks: Marks = {};
  let following = true;
  let current: number | undefined;
  let asked = false;
  let sources = 0;

  scroller.addEventListener('scroll', () => {
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    if (atEnd !== following) {
      following = atEnd;
      onFollow(following);
    }
    draw();
  });
  scroller.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.matches('.opener')) toggle(target);
  });
  scroller.addEventListener('keydown', (event) => {
    if (event.key !== 'End' || event.target !== scroller) return;
    event.preventDefault();
    toEnd();
  });
  new ResizeObserver(() => {
    places.forget();
    draw();
  }).observe(scroller);

  function toggle(target: Element): void {
    const number = Number(target.closest<HTMLElement>('.line')?.dataset[LINE]);
    const line = model.shown[indexOf(model.shown, number)];
    if (line?.number !== number) return;
    line.isOpen = !line.isOpen;
    drawn.get(number)?.remove();
    drawn.delete(number);
    place();
    drawn.get(number)?.querySelector<HTMLElement>('.opener')?.focus();
  }

  function draw(): void {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      place();
    });
  }

  /** Puts the rows in sight where they belong, and corrects the places by how high they turn out to be. */
  function place(): void {
    const { shown } = model;
    // What is looked at stays where it is, whatever becomes of the lines above it.
    const anchor = places.anchor(scroller.scrollTop);
    places.update();
    if (!following && anchor) scroller.scrollTop = places.after(anchor);
    for (let round = 0; round < 2; round += 1) {
      sizer.style.height = `${places.height}px`;
      if (following) scroller.scrollTop = scroller.scrollHeight;
      const from = Math.max(0, places.at(scroller.scrollTop) - MARGIN);
      const to = Math.min(shown.length, places.at(scroller.scrollTop + scroller.clientHeight) + MARGIN);
      const inSight = shown.slice(from, to);
      widen(inSight);
      render(inSight, from);
      rows.style.transform = `translateY(${places.topOf(from)}px)`;
      if (!measure(from)) return;
    }
  }

  /** As wide as the widest source that was seen, so that messages stand below each other. */
  function widen(lines: readonly ViewLine[]): void {
    const widest = Math.min(WIDEST, Math.max(sources, ...lines.map(sourceWidth)));
    if (widest === sources) return;
    sources = widest;
    scroller.style.setProperty('--sources', `${sources}ch`);
    places.forget();
    places.update();
  }

  function render(lines: readonly ViewLine[], from: number): void {
    const kept = new Map<number, HTMLElement>();
    lines.forEach((line, offset) => {
      const row = drawn.get(line.number) ?? rowOf(line, colourOf(line), marks);
      row.setAttribute('aria-setsize', String(model.shown.length));
      row.setAttribute('aria-posinset', String(from + offset + 1));
      row.classList.toggle('current', line.number === current);
      kept.set(line.number, row);
    });
    for (const [number, row] of drawn) if (!kept.has(number)) row.remove();
    let before: Element | null = null;
    for (const row of kept.values()) {
      // A row that is where it belongs is not touched, so it keeps the focus.
      const next: Element | null = before ? before.nextElementSibling : rows.firstElementChild;
      if (next !== row) rows.insertBefore(row, next);
      before = row;
    }
    drawn = kept;
    // A list without an item is none to a screen reader.
    if (kept.size > 0) rows.setAttribute('role', 'list');
    else rows.removeAttribute('role');
  }

  /** Takes over how high the rows are; true when one is not as high as was thought. */
  function measure(from: number): boolean {
    let changed = false;
    let index = from;
    for (const row of drawn.values()) {
      const line = model.shown[index];
      const height = row.offsetHeight;
      if (line && height > 0 && places.heightOf(line) !== height) {
        line.height = height;
        if (!changed) places.changed(index);
        changed = true;
      }
      index += 1;
    }
    if (changed) places.update();
    return changed;
  }

  function toEnd(): void {
    following = true;
    onFollow(true);
    place();
  }

  return {
    element: scroller,
    draw,
    redraw(next, wrap) {
      marks = next;
      scroller.classList.toggle('wrap', wrap);
      for (const row of drawn.values()) row.remove();
      drawn = new Map();
      places.forget();
      draw();
    },
    get following() {
      return following;
    },
    toEnd,
    follow() {
      following = true;
    },
    reveal(index) {
      current = model.shown[index]?.number;
      following = false;
      onFollow(false);
      scroller.scrollTop = Math.max(0, places.topOf(index) - scroller.clientHeight / 2);
      place();
    },
    get top() {
      return model.shown[places.at(scroller.scrollTop)]?.number;
    },
  };
}

/** Where a line stands that is kept in place, and how far it is scrolled away. */
interface Anchor {
  readonly number: number;
  readonly offset: number;
}

/** Where each line stands: as high as it was drawn, or as most lines are. */
function createPlaces(model: LogModel) {
  let tops = new Float64Array(1_024);
  let count = 0;
  let epoch = model.epoch;
  let numbers: readonly ViewLine[] = [];

  const heightOf = (line: ViewLine) => line.height || USUAL;

  /** The line at a distance from the top, found by halving. */
  function at(distance: number): number {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle + 1] ?? 0) <= distance) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    heightOf,
    at,
    get height() {
      return tops[count] ?? 0;
    },
    topOf: (index: number) => tops[Math.min(index, count)] ?? 0,
    /** The line at the top of what is seen, before the lines change. */
    anchor(scrollTop: number): Anchor | undefined {
      const index = at(scrollTop);
      const line = numbers[index];
      return line && { number: line.number, offset: scrollTop - (tops[index] ?? 0) };
    },
    after({ number, offset }: Anchor): number {
      return (tops[indexOf(model.shown, number)] ?? 0) + offset;
    },
    /** Heights from this line on are no longer right. */
    changed(index: number): void {
      count = Math.min(count, index);
    },
    /** Every height is another: the width has changed, or what is marked. */
    forget(): void {
      for (const line of model.shown) line.height = 0;
      count = 0;
    },
    update(): void {
      const { shown } = model;
      if (epoch !== model.epoch) count = 0;
      epoch = model.epoch;
      numbers = shown;
      if (tops.length <= shown.length) {
        const larger = new Float64Array(2 * shown.length);
        larger.set(tops);
        tops = larger;
      }
      for (; count < shown.length; count += 1) {
        const line = shown[count];
        tops[count + 1] = (tops[count] ?? 0) + (line ? heightOf(line) : USUAL);
      }
      count = shown.length;
    },
  };
}

/** Index of the first line that is not before the number; lines are in the order of theirs. */
export function indexOf(lines: readonly ViewLine[], number: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.number ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
