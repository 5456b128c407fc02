import type { Kind } from '../../src/kinds/kind';
import type { Position } from '../canvas/geometry';
import { addNode } from '../gestures/newCard';
import { addWired, wiringText, type Wiring } from '../gestures/wiring';
import type { Stage } from './action';

/** Adds a card of a kind with its centre at a point of the drawing, wired up; its id, or undefined where it is refused. */
export function addCard(
  { store, scene }: Pick<Stage, 'store' | 'scene'>,
  kind: Kind,
  centre: Position,
  wiring: Wiring,
): string | undefined {
  const { topology, registry, actions } = store.getState();
  const added = addNode(kind, centre, topology, scene);
  if (!actions.edit(addWired(added, wiring, topology, registry))) return undefined;
  actions.select([added.id]);
  const wires = wiringText(wiring, topology);
  actions.announce(wires ? `${kind.title} added: ${wires}` : `${kind.title} added`);
  return added.id;
}
