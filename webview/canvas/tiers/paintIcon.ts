import { kindIcons } from 'kind-icons';
import type { Context2D } from './paint';

/** The drawings of media/kinds are so many units wide and high, and their lines so thick. */
const UNITS = 20;
const LINE = 1.4;

/** Parsed once for each kind. */
const shapes = new Map<string, Path2D>();

/** Draws a kind's icon in the colour that lines have now; nothing for a kind that has none. */
export function paintIcon(context: Context2D, kind: string, x: number, y: number, size: number): void {
  const shape = shapes.get(kind) ?? shapeOf(kindIcons.get(kind) ?? '');
  shapes.set(kind, shape);
  context.save();
  context.translate(x, y);
  context.scale(size / UNITS, size / UNITS);
  context.lineWidth = LINE;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(shape);
  context.restore();
}

/** The lines of a drawing as one path: our own files have paths, circles and rectangles. */
function shapeOf(svg: string): Path2D {
  const shape = new Path2D();
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  for (const element of root.children) {
    const number = (name: string) => Number(element.getAttribute(name));
    const part = new Path2D(element.getAttribute('d') ?? '');
    if (element.tagName === 'circle') part.arc(number('cx'), number('cy'), number('r'), 0, 2 * Math.PI);
    if (element.tagName === 'rect') {
      part.roundRect(number('x'), number('y'), number('width'), number('height'), number('rx'));
    }
    shape.addPath(part);
  }
  return shape;
}
