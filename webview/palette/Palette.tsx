import { useReactFlow } from '@xyflow/react';
import { useEffect, type PointerEvent } from 'react';
import type { Kind } from '../../src/kinds/kind';
import type { Stage } from '../actions/action';
import { addCard } from '../actions/addCard';
import { frameAt } from '../canvas/hit';
import { freeSpot, newCardSize } from '../gestures/newCard';
import { useActions, useCanvas } from '../context';
import { obviousWiring, UNWIRED, wiringInto, wiringText, type Wiring } from '../gestures/wiring';
import { Codicon, KindIcon } from '../Icon';
import { previewLines } from '../overlays/entries';
import { WirePreview } from '../overlays/WirePreview';

/** Pixels before a press becomes a drag. */
const THRESHOLD = 4;

/**
 * Every kind, to be dragged onto the canvas or pressed. Dragging uses pointer events, not the browser's drag and drop:
 * that shows the card itself under the pointer, and works in every frame that a webview may sit in.
 */
export function Palette({ stage }: { readonly stage: Stage }) {
  const { store, view } = stage;
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

  const onPointerDown = (kind: Kind) => (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    const button = event.currentTarget;
    const { pointerId, clientX, clientY } = event;
    let dragged = false;
    const { topology } = store.getState();
    const obvious = obviousWiring(kind, topology, registry);
    /** With Alt the card comes alone. */
    const wiringAt = ({ clientX: x, clientY: y, altKey }: globalThis.PointerEvent): Wiring => {
      const wire = altKey ? undefined : wireAt(x, y);
      return altKey ? UNWIRED : (wire !== undefined && wiringInto(kind, wire, topology)) || obvious;
    };
    const onMove = (move: globalThis.PointerEvent) => {
      const { clientX: x, clientY: y } = move;
      if (!dragged && Math.hypot(x - clientX, y - clientY) < THRESHOLD) return;
      // Escape puts it back; the rest of this press is nothing.
      if (dragged && !store.getState().newcomer) return;
      dragged = true;
      const joins = (kind.mentions ?? []).length > 0;
      const frame = joins ? frameAt(stage.scene, view.toDrawing({ x, y })) : undefined;
      actions.bring({ kind: kind.kind, x, y, wiring: wiringAt(move) }, frame);
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
      if (dragged && newcomer && onCanvas) {
        const id = addCard(stage, kind, view.toDrawing({ x, y }), newcomer.wiring);
        if (id !== undefined) view.goTo({ node: id });
      }
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
    const { topology } = store.getState();
    const centre = freeSpot(kind, view.toDrawing(view.middle()), stage.scene);
    addCard(stage, kind, centre, obviousWiring(kind, topology, registry));
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
      <Newcomer stage={stage} />
    </>
  );
}

function swallow(event: Event): void {
  event.stopImmediatePropagation();
}

/** Key of the wire under a point of the page. */
function wireAt(x: number, y: number): string | undefined {
  const wire = document
    .elementsFromPoint(x, y)
    .map((element) => element.closest<SVGElement>('.react-flow__edge'))
    .find((edge) => edge !== null);
  return wire?.dataset.id;
}

/** The card on its way from the palette, and the wires that it would get here. */
function Newcomer({ stage }: { readonly stage: Stage }) {
  const newcomer = useCanvas((canvas) => canvas.newcomer);
  const registry = useCanvas((canvas) => canvas.registry);
  const topology = useCanvas((canvas) => canvas.topology);
  const flow = useReactFlow();
  const kind = registry.get(newcomer?.kind ?? '');
  if (!newcomer || !kind) return null;
  const { width, height } = newCardSize(kind);
  const centre = stage.view.toDrawing(newcomer);
  const card = { x: centre.x - width / 2, y: centre.y - height / 2, width, height };
  const wires = wiringText(newcomer.wiring, topology);
  return (
    <>
      <WirePreview preview={{ lines: previewLines(stage, newcomer.wiring, card) }} />
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
      {wires && (
        <div className="connect-hint" style={{ left: newcomer.x + 14, top: newcomer.y + 52 }}>
          <Codicon name="plug" />
          {wires}
        </div>
      )}
    </>
  );
}
