import type { Node, NodeProps } from '@xyflow/react';
import type { Problem } from '../../src/model/problem';
import { useCanvas } from '../context';
import { planOf } from '../plan/usePlan';
import { Codicon, KindIcon } from '../Icon';
import { HEALTH, PROGRESS_ICONS } from './health';
import { PlanBadge } from './PlanBadge';
import { ProblemBadge } from './ProblemBadge';

export type FrameNode = Node<
  {
    readonly title: string;
    readonly shownTitle: string;
    readonly facts: string;
    readonly kind: string | undefined;
    readonly isNetwork: boolean;
    readonly isEmpty: boolean;
    readonly problems: readonly Problem[];
  },
  'frame'
>;

/** What is drawn around cards: the network solid, a cluster dashed. Only its top edge takes the pointer. */
export function Frame({ id, data }: NodeProps<FrameNode>) {
  const { title, shownTitle, facts, kind, isNetwork, isEmpty, problems } = data;
  const isSelected = useCanvas((canvas) => canvas.selection.nodes.has(id));
  const isTarget = useCanvas((canvas) => canvas.dropFrame === id);
  const status = useCanvas((canvas) => canvas.status?.nodes[id]);
  const progress = useCanvas((canvas) => canvas.status?.run?.nodes[id]);
  const change = useCanvas((canvas) => planOf(canvas)?.nodes[id]);
  const classes = [
    'frame',
    isNetwork ? 'network' : 'cluster',
    isSelected && 'selected',
    isTarget && 'drop-target',
    change && `plan-${change.mark}`,
  ];
  return (
    <div className={classes.filter(Boolean).join(' ')} data-testid={isNetwork ? 'network' : `node-${id}`}>
      <div className="frame-head">
        {!isNetwork && (
          <span className="frame-icon">
            <KindIcon kind={kind} />
          </span>
        )}
        <span className="frame-title" title={title}>
          {shownTitle}
        </span>
        <span className="frame-facts">{facts}</span>
        {progress && (
          <span className={`mark progress-${progress.state}`} title={progress.text}>
            <Codicon name={PROGRESS_ICONS[progress.state]} spin={progress.state === 'running'} />
            <span className="hidden-text">{progress.text}</span>
          </span>
        )}
        {status && !progress && (
          <span
            className={`mark mark-${status.state}`}
            data-testid={`health-${id}`}
            data-state={status.state}
            title={[HEALTH[status.state].word, status.summary, status.reason].filter(Boolean).join('\n')}
          >
            <Codicon name={HEALTH[status.state].icon} />
            <span className="hidden-text">{HEALTH[status.state].word}</span>
          </span>
        )}
      </div>
      {isEmpty && <p className="frame-hint">Drop services here</p>}
      {change && <PlanBadge node={id} mark={change.mark} />}
      {problems.length > 0 && <ProblemBadge node={id} problems={problems} />}
    </div>
  );
}
