import type { Viewport } from '@xyflow/react';
import type { Rect } from './geometry';

export const MIN_ZOOM = 0.1;
export const MAX_ZOOM = 2;

/** Room for what floats over the canvas: the palette at the left, the minimap and its buttons below. */
const INSETS = { left: 76, top: 28, right: 28, bottom: 64 } as const;

/**
 * The viewport that shows a rectangle, never larger than life. React Flow's own fits only what it has rendered, which
 * is not all once it leaves out what is not visible.
 */
export function fitting(rect: Rect, size: { readonly width: number; readonly height: number }): Viewport {
  const width = Math.max(80, size.width - INSETS.left - INSETS.right);
  const height = Math.max(80, size.height - INSETS.top - INSETS.bottom);
  const zoom = Math.max(MIN_ZOOM, Math.min(1, width / rect.width, height / rect.height));
  return {
    x: Math.round(INSETS.left + (width - rect.width * zoom) / 2 - rect.x * zoom),
    y: Math.round(INSETS.top + (height - rect.height * zoom) / 2 - rect.y * zoom),
    zoom,
  };
}
