import type { StatusMessage } from '../../src/model/protocol';
import type { Position } from './geometry';
import type { Placed } from './layout';
import type { Scene, SceneGhost } from './scene';

/** Between a card and the ghost that it led to. */
const GAP = 64;

/**
 * Puts what a plan deletes where it stood, as far as that is known and nothing else stands there now; else below the
 * drawing, behind the card that led to it.
 */
export function inTheirPlaces(scene: Scene, stood: Placed, plan: StatusMessage['plan']): Scene {
  if (scene.ghosts.length === 0) return scene;
  let free = -Infinity;
  const ghosts = scene.ghosts.map((ghost): SceneGhost => {
    const at = stood.get(ghost.id);
    const there = at && { ...ghost.rect, ...at };
    if (there && [...scene.cardsIn(there)].length === 0) return { ...ghost, rect: there };
    const { rect } = ghost;
    const x = Math.max(behind(ghost.id, scene, plan)?.x ?? rect.x, free);
    free = x + rect.width + GAP / 2;
    return { ...ghost, rect: { ...rect, x } };
  });
  return { ...scene, ghosts };
}

function behind(id: string, { cards }: Scene, plan: StatusMessage['plan']): Pick<Position, 'x'> | undefined {
  for (const key of Object.keys(plan?.edges ?? {})) {
    const [from, to] = key.split('--');
    const rect = to === id ? cards.get(from ?? '')?.rect : undefined;
    if (rect) return { x: rect.x + rect.width + GAP };
  }
  return undefined;
}
