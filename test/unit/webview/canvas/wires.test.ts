import { describe, expect, it } from 'vitest';
import { routeWire } from '../../../../webview/canvas/wires';

const card = (x: number, y: number) => ({ x, y, width: 160, height: 80 });
const nothing = () => [];

/** Corners of a line, the control points of its curves left out. */
function ends(line: string): [number, number][] {
  return [...line.matchAll(/(-?[\d.]+),(-?[\d.]+)(?=$|[MLCQ])/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

describe('routeWire', () => {
  it('leaves traffic at the right and enters at the left', () => {
    const { line } = routeWire(card(0, 0), card(300, 200), 'traffic', nothing);
    expect(line.startsWith('M160,40')).toBe(true);
    expect(line.endsWith('L300,240')).toBe(true);
  });

  it('is a straight line between cards at one height', () => {
    expect(routeWire(card(0, 0), card(300, 0), 'traffic', nothing).line).toBe('M160,40L300,40');
  });

  it('goes straight down to what is called below', () => {
    expect(routeWire(card(0, 0), card(0, 200), 'call', nothing).line).toBe('M80,80L80,200');
  });

  it('goes around a card that stands between', () => {
    const between = card(0, 120);
    const { line, label } = routeWire(card(0, 0), card(0, 240), 'registration', () => [between]);
    const right = Math.max(...ends(line).map(([x]) => x));
    expect(right).toBeGreaterThan(160);
    expect(label.x).toBeGreaterThan(160);
  });

  it('leads around both cards to one at the left', () => {
    const { line } = routeWire(card(400, 0), card(0, 0), 'traffic', nothing);
    expect(Math.max(...ends(line).map(([, y]) => y))).toBeGreaterThan(80);
    expect(line.endsWith('L0,40')).toBe(true);
  });

  it('keeps two wires between the same cards apart', () => {
    const [one, two] = [0, 1].map((twin) => routeWire(card(0, 0), card(300, 0), 'traffic', nothing, twin));
    expect(one?.label.y).not.toBe(two?.label.y);
  });
});
