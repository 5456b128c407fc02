import type { Context2D } from './paint';
import { isSharp, placeOf, serves, sheetFor, type Sheet, type Size, type Transform } from './sheet';
import { headingOf, viewOf, type Heading, type View } from './view';

/** Milliseconds without a movement after which what was stretched meanwhile is painted again. */
const REST = 120;

/** What of React Flow's state a painting depends on. */
export interface Pane extends Size {
  readonly transform: Transform;
}

/** Holds a sheet under the view. */
export interface Easel {
  /** Paints again what is seen, once for all that happens together and before the frame is shown. */
  refresh(): void;
  /** Moves the sheet with the view, and paints only where that shows more than the sheet has. */
  follow(): void;
  close(): void;
}

/** An easel for a canvas element; `paint` is handed the context in the drawing's own pixels. */
export function createEasel(
  canvas: HTMLCanvasElement,
  paneNow: () => Pane,
  paint: (context: Context2D, view: View) => void,
): Easel {
  // Drawn aside and handed over: what stays on the page as a drawing is copied with every frame, changed or not.
  const board = new OffscreenCanvas(1, 1);
  const context = board.getContext('2d');
  const shown = canvas.getContext('bitmaprenderer');
  let sheet: Sheet | undefined;
  let isAsked = false;
  let isClosed = false;
  let resting: ReturnType<typeof setTimeout> | undefined;

  /** With a heading the view moves, and the sheet is to last. */
  function draw(heading?: Heading): void {
    if (!context || isClosed) return;
    const [{ transform, ...pane }, sharpness] = [paneNow(), window.devicePixelRatio];
    sheet = sheetFor(transform, pane, sharpness, heading);
    fit(board, canvas, sheet, sharpness);
    const scale = sheet.zoom * sharpness;
    context.setTransform(scale, 0, 0, scale, -sheet.area.x * scale, -sheet.area.y * scale);
    paint(context, sheet);
    shown?.transferFromImageBitmap(board.transferToImageBitmap());
    place();
  }

  function place(): void {
    if (!sheet) return;
    const { x, y, scale } = placeOf(sheet, paneNow().transform);
    canvas.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }

  function rest(): void {
    if (sheet && !isSharp(sheet, paneNow().transform, window.devicePixelRatio)) draw();
  }

  return {
    refresh() {
      if (isAsked) return;
      isAsked = true;
      queueMicrotask(() => {
        isAsked = false;
        draw();
      });
    },
    follow() {
      const { transform, width, height } = paneNow();
      const view = viewOf(transform, width, height);
      if (sheet && serves(sheet, view)) place();
      else draw(headingOf(sheet?.area ?? view.area, view.area));
      clearTimeout(resting);
      resting = setTimeout(rest, REST);
    },
    close() {
      isClosed = true;
      clearTimeout(resting);
    },
  };
}

function fit(board: OffscreenCanvas, canvas: HTMLCanvasElement, sheet: Sheet, sharpness: number): void {
  const [width, height] = [sheet.area.width * sheet.zoom, sheet.area.height * sheet.zoom];
  const [across, down] = [Math.round(width * sharpness), Math.round(height * sharpness)];
  if (board.width === across && board.height === down) return;
  board.width = across;
  board.height = down;
  canvas.style.width = `${across / sharpness}px`;
  canvas.style.height = `${down / sharpness}px`;
}
