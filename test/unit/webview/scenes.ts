import type { Topology } from '../../../src/model/topology';
import type { Kind } from '../../../src/kinds/kind';
import { layout } from '../../../webview/canvas/layout';
import { createScene, type Scene } from '../../../webview/canvas/scene';
import { measure, registry } from './topology';

/** A topology as it is drawn when nobody drags anything, after another one where that was shown before. */
export function sceneOf(topology: Topology, before?: Topology): Scene {
  const stood = before ? layout(before, registry, measure, new Map()) : new Map();
  const placed = layout(topology, registry, measure, stood);
  return createScene(topology, placed, new Map(), undefined, measure);
}

export function kind(name: string): Kind {
  const found = registry.get(name);
  if (!found) throw new Error(`No such kind: ${name}`);
  return found;
}
