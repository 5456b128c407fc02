import type { Viewport } from '@xyflow/react';
import type { Rect } from './geometry';
import type { Scene } from './scene';
import { isLarge } from './tiers/view';

const MIN_ZOOM = 0.1;
/** Of a large drawing, which has to fit. */
const MIN_ZOOM_OF_MANY = 0.02;
export const MAX_ZOOM = 2;
/** Below it a drawing is not opened whole: the beginning of the path is readable instead. */
const READABLE = 0.5;

/** How far out one can zoom. */
export function leastZoom(scene: Pick<Scene, 'cards' | 'frames'>): number {
  return isLarge(scene) ? MIN_ZOOM_OF_MANY : MIN_ZOOM;
}

/** Room for what floats over the canvas: the palette at the left, the minimap and its buttons below. */
const INSETS = { left: 76, top: 28, right: 28, bottom: 64 } as const;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The viewport that shows a rectangle, never larger than life. React Flow's own fits only what it has rendered, which
 * is not all once it leaves out what is not visible.
 */
export function fitting(rect: Rect, size: Size, least = MIN_ZOOM): Viewport {
  const width = Math.max(80, size.width - INSETS.left - INSETS.right);
  const height = Math.max(80, size.height - INSETS.top - INSETS.bottom);
  const zoom = Math.max(least, Math.min(1, width / rect.width, height / rect.height));
  return {
    x: Math.round(INSETS.left + (width - rect.width * zoom) / 2 - rect.x * zoom),
    y: Math.round(INSETS.top + (height - rect.height * zoom) / 2 - rect.y * zoom),
    zoom,
  };
}

/** The viewport to open with: all of the drawing, or of a large one where its path begins. */
export function opening(all: Rect, first: Rect, size: Size): Viewport {
  const whole = fitting(all, size);
  if (whole.zoom >= READABLE) return whole;
  const isTall = all.height * READABLE > size.height - INSETS.top - INSETS.bottom;
  return {
    x: INSETS.left - all.x * READABLE,
    y: isTall
      ? Math.round(
          Math.min(INSETS.top - all.y * READABLE, size.height / 2 - (first.y + first.height / 2) * READABLE),
        )
      : Math.round((size.height - all.height * READABLE) / 2 - all.y * READABLE),
    zoom: READABLE,
  };
}
