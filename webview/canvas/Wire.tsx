import { EdgeLabelRenderer, type Edge, type EdgeProps } from '@xyflow/react';
import type { HealthState } from '../../src/model/protocol';
import { Codicon } from '../Icon';
import type { SceneWire } from './scene';

export type WireEdge = Edge<
  {
    readonly path: SceneWire['path'];
    readonly look: SceneWire['look'];
    readonly label: string;
    readonly key: string;
    readonly health: HealthState | undefined;
    readonly isBrokenHop: boolean;
    /** A plan creates it. */
    readonly isNew: boolean;
    readonly problems: string;
    /** Some of them keep it from being deployed. */
    readonly hasErrors: boolean;
  },
  'wire'
>;

/** An arrow with its text. Its way is computed with the cards, not from what React Flow measures. */
export function Wire({ data, selected }: EdgeProps<WireEdge>) {
  if (!data) return null;
  const { path, look, label, key, health, isBrokenHop, isNew, problems, hasErrors } = data;
  const classes = [
    'wire',
    `look-${look}`,
    health && `health-${health}`,
    (isBrokenHop || health === 'broken') && 'broken',
    isNew && 'created',
    problems && (hasErrors ? 'faulty' : 'doubtful'),
    selected && 'selected',
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <>
      <g className={classes} data-testid={`edge-${key}`}>
        <path className="wire-reach" d={path.line} />
        <path className="wire-line" d={path.line} />
        <path className="wire-arrow" d={path.arrow} />
      </g>
      {(label || problems) && (
        <EdgeLabelRenderer>
          <div
            className={`wire-label ${classes}`}
            title={problems || undefined}
            style={{
              transform: `translate(-50%, -50%) translate(${path.label.x}px, ${path.label.y}px)`,
            }}
          >
            {problems && <Codicon name={hasErrors ? 'error' : 'warning'} />}
            {label}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
