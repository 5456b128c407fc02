import { useStore } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import { ProblemList } from '../inspector/ProblemList';
import { PlanChanges } from '../plan/PlanChanges';
import { usePlan } from '../plan/usePlan';
import type { Scene } from './scene';
import { useViewportWhile } from './useViewportWhile';

/** Pixels; the width is the style sheet's. */
const WIDTH = 340;
const GAP = 14;

/** What one asked a card about, beside it: what the plan does with it, or what is wrong and how to mend it. */
export function CardDetail({ scene }: { readonly scene: Scene }) {
  const detail = useCanvas((canvas) => canvas.detail);
  const problems = useCanvas((canvas) => canvas.problems);
  const plan = usePlan();
  const actions = useActions();
  const viewport = useViewportWhile(detail !== undefined);
  const { width, height } = useStore(({ width, height }) => ({ width, height }), isSameSize);
  const root = useRef<HTMLDivElement>(null);
  const node = detail?.node;
  const changes = detail?.about === 'plan' ? plan?.changes.filter((change) => change.node === node) : [];
  // As its badge counts them; what is only good to know stands in the inspector.
  const faults =
    detail?.about === 'problems'
      ? problems.filter((problem) => problem.node === node && problem.severity !== 'info')
      : [];
  const isEmpty = (changes?.length ?? 0) + faults.length === 0;

  useEffect(() => {
    if (!detail) return;
    // What mends it comes first, else what closes it.
    const first = (selector: string) => root.current?.querySelector<HTMLElement>(selector);
    (first('.link') ?? first('.icon-button'))?.focus();
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) actions.explain(undefined);
    };
    window.addEventListener('pointerdown', onPointerDown, true);
    return () => window.removeEventListener('pointerdown', onPointerDown, true);
  }, [detail, actions]);
  useEffect(() => {
    if (detail && isEmpty) actions.explain(undefined);
  }, [detail, isEmpty, actions]);

  if (!detail || isEmpty || node === undefined) return null;
  const card = scene.cards.get(node) ?? scene.frames.get(node);
  const rect = (card ?? scene.ghosts.find(({ id }) => id === node))?.rect;
  const x = rect ? viewport.x + (rect.x + rect.width / 2) * viewport.zoom : width / 2;
  const top = rect ? viewport.y + rect.y * viewport.zoom : height / 2;
  const bottom = rect ? top + rect.height * viewport.zoom : top;
  // Where there is more room: the list may be long, and scrolls.
  const isBelow = height - bottom >= top;
  const close = () => {
    actions.explain(undefined);
    document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(node)}"]`)?.focus();
  };
  return (
    <div
      className="card-detail"
      ref={root}
      role="dialog"
      aria-label={detail.about === 'plan' ? `What the plan does with ${node}` : `Problems of ${node}`}
      data-testid="card-detail"
      style={{
        left: Math.max(12, Math.min(x - WIDTH / 2, width - WIDTH - 12)),
        ...(isBelow
          ? { top: Math.max(12, bottom + GAP), maxHeight: Math.max(120, height - bottom - 2 * GAP) }
          : { bottom: Math.max(12, height - top + GAP), maxHeight: Math.max(120, top - 2 * GAP) }),
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') close();
      }}
    >
      <header>
        <h2 className="cut">{node}</h2>
        <button className="icon-button" aria-label="Close" onClick={close}>
          <Codicon name="close" />
        </button>
      </header>
      {detail.about === 'plan' ? <PlanChanges changes={changes ?? []} /> : <ProblemList problems={faults} />}
    </div>
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function isSameSize(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height;
}
