import { useReactFlow } from '@xyflow/react';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { covers, type Position } from '../canvas/geometry';
import { rectOf } from '../canvas/hit';
import type { Scene } from '../canvas/scene';
import { fitting } from '../canvas/viewport';
import { usePage } from '../context';
import { focusSoon } from '../focusSoon';
import type { Spot } from '../gestures/steps';
import type { Stage, View } from './action';

/** What actions act on; the same object as long as the canvas lives. */
export function useStage(
  areaRef: RefObject<HTMLElement | null>,
  sceneRef: RefObject<Scene>,
  fit: () => void,
): Stage {
  const { store, measure } = usePage();
  const flow = useReactFlow();
  const pointerRef = usePointer(areaRef);
  return useMemo(() => {
    const sizeOf = () => areaRef.current?.getBoundingClientRect() ?? new DOMRect();
    const elementOf = (spot: Spot) =>
      areaRef.current?.querySelector<HTMLElement | SVGElement>(
        'node' in spot
          ? `.react-flow__node[data-id="${CSS.escape(spot.node)}"]`
          : `.react-flow__edge[data-id="${CSS.escape(spot.edge)}"]`,
      );
    const view: View = {
      fit,
      fitTo: (rect) => void flow.setViewport(fitting(rect, sizeOf()), { duration: glide() }),
      zoom: (to) =>
        void { in: flow.zoomIn, out: flow.zoomOut, life: () => flow.zoomTo(1) }[to]({ duration: glide() }),
      goTo(spot) {
        const rect = rectOf(spot, sceneRef.current);
        const size = sizeOf();
        const { x, y, zoom } = flow.getViewport();
        const seen = { x: -x / zoom, y: -y / zoom, width: size.width / zoom, height: size.height / zoom };
        if (rect && !covers(seen, rect)) {
          const at = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
          void flow.setCenter(at.x, at.y, { zoom, duration: glide() });
        }
        focusSoon(() => elementOf(spot));
      },
      toDrawing: (point) => flow.screenToFlowPosition(point, { snapToGrid: false }),
      toPage: (point) => flow.flowToScreenPosition(point),
      middle() {
        const { x, y, width, height } = sizeOf();
        return { x: x + width / 2, y: y + height / 2 };
      },
      pointer: () => pointerRef.current,
      focusInspector() {
        const field = '.inspector-body :is(input, select, textarea, button)';
        document.querySelector<HTMLElement>(field)?.focus();
      },
    };
    return {
      store,
      measure,
      view,
      get scene() {
        return sceneRef.current;
      },
      spot() {
        const { nodes, edges } = store.getState().selection;
        const focused = focusedIn(areaRef.current);
        const [[node], [edge]] = [nodes, edges];
        const selected = node === undefined ? edge !== undefined && { edge } : { node };
        // Where the keyboard went counts before what is selected; where the mouse clicked is selected anyway.
        if (focused && (focused.isVisible || !selected)) return focused.spot;
        return selected && nodes.size + edges.size === 1 ? selected : undefined;
      },
    };
  }, [areaRef, sceneRef, flow, store, measure, fit, pointerRef]);
}

/** Where the pointer is, in client coordinates, while it is over an element. */
function usePointer(areaRef: RefObject<HTMLElement | null>): RefObject<Position | undefined> {
  const pointer = useRef<Position | undefined>(undefined);
  useEffect(() => {
    const area = areaRef.current;
    const onMove = ({ clientX: x, clientY: y }: PointerEvent) => void (pointer.current = { x, y });
    const onLeave = () => void (pointer.current = undefined);
    area?.addEventListener('pointermove', onMove);
    area?.addEventListener('pointerleave', onLeave);
    return () => {
      area?.removeEventListener('pointermove', onMove);
      area?.removeEventListener('pointerleave', onLeave);
    };
  }, [areaRef]);
  return pointer;
}

function focusedIn(area: HTMLElement | null): { spot: Spot; isVisible: boolean } | undefined {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement || element instanceof SVGElement) || !area?.contains(element)) {
    return undefined;
  }
  const { id } = element.dataset;
  const isVisible = element.matches(':focus-visible');
  if (id === undefined) return undefined;
  if (element.classList.contains('react-flow__node')) return { spot: { node: id }, isVisible };
  return element.classList.contains('react-flow__edge') ? { spot: { edge: id }, isVisible } : undefined;
}

/** Milliseconds of a movement of the view. */
function glide(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200;
}
