import { createLayer, type Layer, type Painter, type Spares } from './layer';
import {
  isAgeing,
  isSharp,
  sheetAhead,
  sheetAt,
  suits,
  tilesAhead,
  tilesNear,
  tilesOver,
  wayFrom,
  type Sheet,
  type Tile,
  type Transform,
} from './sheet';
import { viewOf, type View } from './view';

/** Milliseconds without a movement after which what was stretched meanwhile is painted again. */
const REST = 120;
/** Milliseconds of a frame in which is painted what can wait. */
const BUDGET = 4;

/** What of React Flow's state a painting depends on. */
export interface Pane {
  readonly width: number;
  readonly height: number;
  readonly transform: Transform;
}

/**
 * Holds a painting under the view. What is seen for the first time is painted before the frame is shown; tiles around
 * it, the next sheet while one zooms, and news that can wait take a few milliseconds of each frame.
 */
export interface Easel {
  /** Paints what looks different, once for all that happens together and before the frame is shown. */
  refresh(): void;
  /** The same within some frames. */
  refreshSoon(): void;
  /** Moves the painting with the view. */
  follow(): void;
  close(): void;
}

/** An easel in an element of the page. */
export function createEasel(host: HTMLElement, paneNow: () => Pane, painter: Painter): Easel {
  /** The one that is seen, and one that takes its place when all that is seen of it is painted. */
  let front: Layer | undefined;
  let next: Layer | undefined;
  /** What was seen before the last movement, and what comes into view where that goes on. */
  let last: View | undefined;
  let ahead: readonly Tile[] = [];
  let isAsked = false;
  let isClosed = false;
  let frame: number | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const spares: Spares = [];
  const begin = (sheet: Sheet) => createLayer(sheet, window.devicePixelRatio, painter, spares);

  function seen() {
    const { transform, width, height } = paneNow();
    return { transform, view: viewOf(transform, width, height) };
  }

  function doubt(): void {
    front?.doubt();
    next?.doubt();
  }

  function show(layer: Layer): void {
    layer.place(paneNow().transform);
    front?.element.remove();
    front?.keep([]);
    host.append(layer.element);
    front = layer;
    next = undefined;
  }

  function draw(): void {
    if (isClosed) return;
    const { transform, view } = seen();
    if (front?.sharpness !== window.devicePixelRatio) show(begin(sheetAt(transform)));
    const tiles = front ? tilesOver(front.sheet, view.area) : [];
    while (front?.renewNext(tiles));
    workOn();
  }

  /** One step of what is to be painted yet, the most urgent first; false when nothing is. */
  function workOnce(): boolean {
    if (!front) return false;
    const { area } = seen().view;
    if (front.renewNext(tilesOver(front.sheet, area))) return true;
    if (next) {
      if (!next.renewNext(tilesOver(next.sheet, area))) show(next);
      return true;
    }
    if (front.renewNext(ahead)) return true;
    front.keep(tilesNear(front.sheet, area));
    return false;
  }

  function workOn(): void {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      const until = performance.now() + BUDGET;
      while (workOnce()) if (performance.now() >= until) return workOn();
    });
  }

  function rest(): void {
    ahead = [];
    const { transform } = paneNow();
    if (!front || isSharp(front.sheet, transform, front.sharpness)) return;
    next = begin(sheetAt(transform));
    workOn();
  }

  return {
    refresh() {
      doubt();
      if (isAsked) return;
      isAsked = true;
      queueMicrotask(() => {
        isAsked = false;
        draw();
      });
    },
    refreshSoon() {
      doubt();
      workOn();
    },
    follow() {
      if (!front) return;
      const { transform, view } = seen();
      const before = last ?? view;
      last = view;
      const way = wayFrom(before.zoom, view.zoom);
      if (next && !suits(next.sheet, view.zoom)) next = undefined;
      if (!suits(front.sheet, view.zoom)) {
        const layer = next ?? begin(sheetAhead(transform, way));
        layer.fill(tilesOver(layer.sheet, view.area));
        show(layer);
      } else if (!next && way && isAgeing(front.sheet, view.zoom, way))
        next = begin(sheetAhead(transform, way));
      front.place(transform);
      front.fill(tilesOver(front.sheet, view.area));
      // Who zooms needs another sheet sooner than more of this one.
      ahead = way ? [] : tilesAhead(front.sheet, before.area, view.area);
      workOn();
      clearTimeout(resting);
      resting = setTimeout(rest, REST);
    },
    close() {
      isClosed = true;
      clearTimeout(resting);
      if (frame !== undefined) cancelAnimationFrame(frame);
      front?.element.remove();
    },
  };
}
