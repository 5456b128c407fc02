import { useReactFlow } from '@xyflow/react';
import { useEffect, type PointerEvent, type RefObject } from 'react';
import type { Kind } from '../../src/kinds/kind';
import { frameAt } from '../canvas/hit';
import { addNode, freeSpot, newCardSize } from '../canvas/gestures';
import type { Scene } from '../canvas/scene';
import { useActions, useCanvas, usePage } from '../context';
import { KindIcon } from '../Icon';

/** Pixels before a press becomes a drag. */
const THRESHOLD = 4;

/**
 * Every kind, to be dragged onto the canvas or pressed. Dragging uses pointer events, not the browser's drag and drop:
 * that shows the card itself under the pointer, and works in every frame that a webview may sit in.
 */
export function Palette({
  scene,
  area,
}: {
  readonly scene: Scene;
  readonly area: RefObject<HTMLDivElement | null>;
}) {
  const { store } = usePage();
  const flow = useReactFlow();
  const registry = useCanvas((canvas) => canvas.registry);
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  const isBringing = useCanvas((canvas) => canvas.newcomer !== undefined);
  const actions = useActions();

  useEffect(() => {
    if (!isBringing) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      actions.bring(undefined);
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [isBringing, actions]);

  const toFlow = (x: number, y: number) => flow.screenToFlowPosition({ x, y }, { snapToGrid: false });
  const add = (kind: Kind, centre: { x: number; y: number }) => {
    const { topology } = store.getState();
    const edit = addNode(kind, centre, topology, scene);
    if (actions.edit(edit)) actions.select([edit.id]);
  };

  const onPointerDown = (kind: Kind) => (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    const button = event.currentTarget;
    const { pointerId, clientX, clientY } = event;
    let dragged = false;
    const onMove = (move: globalThis.PointerEvent) => {
      const { clientX: x, clientY: y } = move;
      if (!dragged && Math.hypot(x - clientX, y - clientY) < THRESHOLD) return;
      // Escape puts it back; the rest of this press is nothing.
      if (dragged && !store.getState().newcomer) return;
      dragged = true;
      const joins = (kind.mentions ?? []).length > 0;
      actions.bring({ kind: kind.kind, x, y }, joins ? frameAt(scene, toFlow(x, y)) : undefined);
    };
    const stop = () => {
      button.removeEventListener('pointermove', onMove);
      button.removeEventListener('pointerup', onUp);
      button.removeEventListener('pointercancel', stop);
      actions.bring(undefined);
    };
    const onUp = ({ clientX: x, clientY: y }: globalThis.PointerEvent) => {
      const { newcomer } = store.getState();
      stop();
      const onCanvas = (document.elementFromPoint(x, y)?.closest('.react-flow') ?? null) !== null;
      if (dragged && newcomer && onCanvas) add(kind, toFlow(x, y));
      // The click that follows a drag is none.
      if (dragged) button.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => button.removeEventListener('click', swallow, { capture: true }));
    };
    button.setPointerCapture(pointerId);
    button.addEventListener('pointermove', onMove);
    button.addEventListener('pointerup', onUp);
    button.addEventListener('pointercancel', stop);
  };

  const addInTheMiddle = (kind: Kind) => {
    const box = area.current?.getBoundingClientRect();
    if (!box) return;
    add(kind, freeSpot(kind, toFlow(box.x + box.width / 2, box.y + box.height / 2), scene));
  };

  return (
    <>
      <div className="palette" role="toolbar" aria-label="Add to the topology" aria-orientation="vertical">
        {[...registry.values()].map((kind) => (
          <button
            key={kind.kind}
            className="palette-entry"
            data-testid={`palette-${kind.kind}`}
            aria-label={`Add ${kind.title}: ${kind.description}`}
            disabled={readOnly}
            onPointerDown={onPointerDown(kind)}
            onClick={() => addInTheMiddle(kind)}
          >
            <KindIcon kind={kind.kind} />
            <span className="palette-tip" aria-hidden="true">
              <b>{kind.title}</b>
              <span>{kind.description}</span>
            </span>
          </button>
        ))}
      </div>
      <Newcomer />
    </>
  );
}

function swallow(event: Event): void {
  event.stopImmediatePropagation();
}

/** The card on its way from the palette. */
function Newcomer() {
  const newcomer = useCanvas((canvas) => canvas.newcomer);
  const registry = useCanvas((canvas) => canvas.registry);
  const flow = useReactFlow();
  const kind = registry.get(newcomer?.kind ?? '');
  if (!newcomer || !kind) return null;
  const { width, height } = newCardSize(kind);
  return (
    <div
      className={kind.place === 'frame' ? 'newcomer frame cluster' : 'newcomer card'}
      style={{
        width,
        height,
        transform: `translate(${newcomer.x}px, ${newcomer.y}px) scale(${flow.getZoom()}) translate(-50%, -50%)`,
      }}
    >
      <div className="card-head">
        <span className="tile">
          <KindIcon kind={kind.kind} />
        </span>
        <div className="card-names">
          <div className="card-title">{kind.title}</div>
          <div className="card-kind">{kind.description}</div>
        </div>
      </div>
    </div>
  );
}
