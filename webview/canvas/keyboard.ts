import { useEffect, type RefObject } from 'react';
import type { CanvasStore } from '../store';
import { usePage } from '../context';
import { GRID, type Position } from './geometry';
import { drop, nudged, removal } from './gestures';
import type { Scene } from './scene';

const ARROWS: Readonly<Record<string, Position>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Keys of the drawing; fields, buttons and the inspector keep theirs. */
export function useCanvasKeys(
  area: RefObject<HTMLElement | null>,
  scene: RefObject<Scene>,
  fit: () => void,
): void {
  const { store } = usePage();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      const isOurs =
        target === undefined || target === document.body || area.current?.contains(target) === true;
      if (!isOurs || event.isComposing || isControl(target)) return;
      if (handleKey(event, store, scene.current, target, fit)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [area, scene, store, fit]);
}

function isControl(target: HTMLElement | undefined): boolean {
  return (target?.closest('input, select, textarea, button, summary, [contenteditable]') ?? null) !== null;
}

/** True when the key was for us. */
function handleKey(
  event: KeyboardEvent,
  store: CanvasStore,
  scene: Scene,
  target: HTMLElement | undefined,
  fit: () => void,
): boolean {
  const { selection, topology, actions, readOnly } = store.getState();
  const withCommand = event.ctrlKey || event.metaKey;
  if (withCommand && event.key.toLowerCase() === 'a' && !event.shiftKey) {
    actions.select(
      topology.nodes.keys(),
      topology.edges.map(({ key }) => key),
    );
    return true;
  }
  if (withCommand || event.altKey) return false;
  const arrow = ARROWS[event.key];
  if (arrow) {
    if (selection.nodes.size === 0 || readOnly !== undefined) return false;
    const step = event.shiftKey ? 4 * GRID : GRID;
    const edit = drop(
      nudged(selection.nodes, { x: arrow.x * step, y: arrow.y * step }, scene),
      topology,
      scene,
    );
    if (edit) actions.edit(edit.type === 'batch' ? (edit.edits[0] ?? edit) : edit);
    return true;
  }
  switch (event.key) {
    case 'Delete':
    case 'Backspace': {
      const edit = removal(selection, topology);
      if (edit) actions.edit(edit);
      return edit !== undefined;
    }
    case 'F2': {
      const [only, ...others] = selection.nodes;
      if (only === undefined || others.length > 0 || readOnly !== undefined) return false;
      actions.rename(only);
      return true;
    }
    case 'Escape':
      actions.select([]);
      return true;
    case 'Enter':
    case ' ': {
      const focused = target?.closest<HTMLElement>('.react-flow__node, .react-flow__edge');
      const id = focused?.dataset.id;
      if (focused === null || focused === undefined || id === undefined) return false;
      if (focused.classList.contains('react-flow__node')) actions.select([id]);
      else actions.select([], [id]);
      return true;
    }
    case '0':
      fit();
      return true;
    default:
      return false;
  }
}
