import type { MouseEvent } from 'react';
import type { Stage } from '../actions/action';
import type { Spot } from '../gestures/steps';

/** What the pointer does anywhere on the canvas, beyond what React Flow reports. */
export function pointing({ store }: Stage) {
  return {
    /** On empty canvas: a card, here. */
    onDoubleClick({ target, clientX: x, clientY: y }: MouseEvent) {
      const { readOnly, actions } = store.getState();
      const isEmpty = target instanceof Element && target.classList.contains('react-flow__pane');
      if (isEmpty && readOnly === undefined) actions.show({ type: 'add', at: { x, y } });
    },

    /** The menu of what is under the pointer, which is selected unless it is. */
    onContextMenu(event: MouseEvent) {
      // VS Code would show a menu of its own.
      event.preventDefault();
      const { target, clientX: x, clientY: y } = event;
      const isText = target instanceof Element && target.closest('input, .overlay') !== null;
      if (isText || !(target instanceof Element)) return;
      const { selection, actions } = store.getState();
      const spot = spotOf(target);
      const isSelected =
        spot && ('node' in spot ? selection.nodes.has(spot.node) : selection.edges.has(spot.edge));
      const isGroup = target.closest('.react-flow__nodesselection') !== null;
      if (!isSelected && !isGroup) {
        if (spot && 'node' in spot) actions.select([spot.node]);
        else actions.select([], spot ? [spot.edge] : []);
      }
      actions.show({ type: 'menu', at: { x, y } });
    },
  };
}

function spotOf(target: Element): Spot | undefined {
  const element = target.closest<HTMLElement | SVGElement>('.react-flow__node, .react-flow__edge');
  const id = element?.dataset.id;
  // The network and what a plan deletes are no nodes of the file.
  if (!element || id === undefined || id.startsWith('@')) return undefined;
  return element.classList.contains('react-flow__node') ? { node: id } : { edge: id };
}
