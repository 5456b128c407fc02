import type { Node, NodeProps } from '@xyflow/react';
import { Codicon } from '../Icon';
import { usePlan } from '../plan/usePlan';
import { PlanBadge } from './PlanBadge';

export type GhostNode = Node<{ readonly node: string }, 'ghost'>;

/** A node that is deployed and no longer in the file: the plan deletes it. */
export function Ghost({ data: { node } }: NodeProps<GhostNode>) {
  const text = usePlan()?.nodes[node]?.text;
  return (
    <div className="card ghost plan-delete" data-testid={`ghost-${node}`}>
      <div className="card-head">
        <span className="tile">
          <Codicon name="trash" />
        </span>
        <div className="card-names">
          <div className="card-title cut" title={node}>
            {node}
          </div>
          <div className="card-kind">no longer in the file</div>
        </div>
      </div>
      <div className="card-facts">
        <span className="cut change" title={text}>
          {text}
        </span>
      </div>
      <PlanBadge node={node} mark="delete" />
    </div>
  );
}
