import { useConnection, useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useCanvas } from '../../context';
import type { Scene } from '../scene';
import type { Held } from './mounting';
import { MOST_HELD, movingIn } from './moving';
import { thingAt, type Touched } from './touch';

/** Pixels beside a wire in which it takes the pointer. */
const REACH = 9;

/**
 * What has to be in the page wherever the view is. What the pointer comes to is put there before it is pressed, so that
 * clicks, drags and menus work on what was only painted.
 */
export function useHeld(
  areaRef: RefObject<HTMLElement | null>,
  sceneRef: RefObject<Scene>,
  isLarge: boolean,
): { readonly held: Held; readonly touch: () => void } {
  const flow = useReactFlow();
  const selection = useCanvas((canvas) => canvas.selection);
  const drag = useCanvas((canvas) => canvas.drag);
  const renaming = useCanvas((canvas) => canvas.renaming);
  const source = useConnection((connection) => (connection.inProgress ? connection.fromNode.id : undefined));
  const [hovered, setHovered] = useState<Touched>({});
  const [focused, setFocused] = useState<Touched>({});
  const pointer = useRef<{ readonly x: number; readonly y: number } | undefined>(undefined);

  const touch = useCallback(() => {
    if (!pointer.current) return;
    const point = flow.screenToFlowPosition(pointer.current, { snapToGrid: false });
    const thing = thingAt(sceneRef.current, point, REACH / flow.getZoom());
    setHovered((before) => (before.node === thing.node && before.edge === thing.edge ? before : thing));
  }, [flow, sceneRef]);

  useEffect(() => {
    const area = areaRef.current;
    if (!area || !isLarge) return;
    const onPointerMove = (event: PointerEvent) => {
      // Whatever is pressed keeps what it began with.
      if (event.buttons !== 0) return;
      pointer.current = { x: event.clientX, y: event.clientY };
      flushSync(touch);
    };
    const onFocus = () => setFocused(focusedThing());
    area.addEventListener('pointermove', onPointerMove);
    area.addEventListener('focusin', onFocus);
    area.addEventListener('focusout', onFocus);
    return () => {
      area.removeEventListener('pointermove', onPointerMove);
      area.removeEventListener('focusin', onFocus);
      area.removeEventListener('focusout', onFocus);
    };
  }, [areaRef, isLarge, touch]);

  const held = useMemo((): Held => {
    const things = [hovered, focused];
    const nodes = [
      ...things.flatMap(({ node }) => node ?? []),
      ...[renaming, source].filter((id) => id !== undefined),
      ...[...selection.nodes].slice(0, MOST_HELD),
      ...[...drag.keys()].slice(0, MOST_HELD),
    ];
    const edges = [...things.flatMap(({ edge }) => edge ?? []), ...[...selection.edges].slice(0, MOST_HELD)];
    return { nodes: new Set(nodes), edges: new Set(edges), moving: movingIn(drag), renaming };
  }, [hovered, focused, renaming, source, selection, drag]);
  return { held, touch };
}

function focusedThing(): Touched {
  const element = document.activeElement?.closest<HTMLElement>('.react-flow__node, .react-flow__edge');
  const id = element?.dataset.id;
  if (!element || id === undefined) return {};
  return element.classList.contains('react-flow__node') ? { node: id } : { edge: id };
}
