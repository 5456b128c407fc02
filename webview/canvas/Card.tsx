import { Handle, Position as Side, type Node, type NodeProps } from '@xyflow/react';
import type { Problem } from '../../src/model/problem';
import type { NodeProgress } from '../../src/model/protocol';
import { Codicon, KindIcon } from '../Icon';
import { useActions, useCanvas } from '../context';
import { fieldDraft } from '../drafts';
import type { CardText } from './cardText';
import { useLegality } from './Connecting';
import { HEALTH, healthText, PROGRESS_ICONS } from './health';
import { planOf } from '../plan/usePlan';
import { PlanBadge } from './PlanBadge';
import { ProblemBadge } from './ProblemBadge';

export type CardNode = Node<
  {
    readonly text: CardText;
    readonly kind: string | undefined;
    readonly problems: readonly Problem[];
    /** Whether wires may leave and enter. */
    readonly leaves: boolean;
    readonly enters: boolean;
  },
  'card'
>;

/** A node of the topology: icon, name, kind, two facts, health. The same for every kind. */
export function Card({ id, data, selected }: NodeProps<CardNode>) {
  const { text, kind, problems } = data;
  const status = useCanvas((canvas) => {
    // Who calls is as healthy as what it calls, and that is not there yet.
    const isCaller = data.leaves && !data.enters;
    return canvas.status?.run && isCaller ? undefined : canvas.status?.nodes[id];
  });
  const progress = useCanvas((canvas) => canvas.status?.run?.nodes[id]);
  const change = useCanvas((canvas) => planOf(canvas)?.nodes[id]);
  const isBrokenHop = useCanvas((canvas) => canvas.status?.brokenHop === id);
  const isRenaming = useCanvas((canvas) => canvas.renaming === id);
  const legality = useLegality(id);
  const classes = [
    'card',
    selected && 'selected',
    status && `health-${status.state}`,
    isBrokenHop && 'broken-hop',
    change && `plan-${change.mark}`,
    legality,
  ];
  return (
    <div className={classes.filter(Boolean).join(' ')} data-testid={`node-${id}`}>
      <Handle
        type="target"
        position={Side.Left}
        className={data.enters ? 'port' : 'port absent'}
        isConnectableStart={false}
      />
      <div className="card-head">
        <span className="tile">
          <KindIcon kind={kind} />
        </span>
        <div className="card-names">
          {isRenaming ? (
            <Rename id={id} title={text.title} />
          ) : (
            <div className="card-title" title={text.title}>
              {text.shownTitle}
            </div>
          )}
          <div className="card-kind">
            {progress ? <CardTime {...progress} kind={text.kind} /> : text.kind}
          </div>
        </div>
        {status && (
          <span
            className={`mark mark-${status.state}`}
            data-testid={`health-${id}`}
            data-state={status.state}
            title={[HEALTH[status.state].word, status.reason, status.remedy].filter(Boolean).join('\n')}
          >
            <Codicon name={HEALTH[status.state].icon} />
            <span className="hidden-text">{HEALTH[status.state].word}</span>
          </span>
        )}
      </div>
      <div className="card-facts">
        {progress ? (
          <CardProgress progress={progress} />
        ) : change ? (
          <span className="cut change" title={change.text}>
            {change.text}
          </span>
        ) : (
          <Facts facts={text.facts} status={status} />
        )}
      </div>
      {change && <PlanBadge node={id} mark={change.mark} />}
      {problems.length > 0 && <ProblemBadge node={id} problems={problems} />}
      <Handle
        type="source"
        position={Side.Right}
        className={data.leaves ? 'port' : 'port absent'}
        isConnectableEnd={false}
      />
    </div>
  );
}

/** How long a step has taken, and how long it will probably take; in the line of the kind, which the icon tells too. */
function CardTime({ step, seconds, expected, kind }: NodeProgress & { readonly kind: string }) {
  if (step === undefined || seconds === undefined) return kind;
  return (
    <span className="progress-time">
      {expected === undefined ? `${seconds} s` : `${seconds} of ~${expected} s`}
    </span>
  );
}

/** What is being done with a node. */
function CardProgress({ progress }: { readonly progress: NodeProgress }) {
  const { state, text, step, seconds, expected } = progress;
  return (
    <>
      <span className={`progress progress-${state}`} title={text}>
        <Codicon name={PROGRESS_ICONS[state]} spin={state === 'running'} />
        <span className="cut">{step ?? text}</span>
      </span>
      {seconds !== undefined && expected !== undefined && (
        <progress className="progress-bar" max={expected} value={seconds} aria-label={step} />
      )}
    </>
  );
}

function Facts({
  facts: [left, right],
  status,
}: {
  readonly facts: readonly [string, string];
  readonly status: Parameters<typeof healthText>[0] | undefined;
}) {
  if (!status) {
    return (
      <>
        <span className="cut">{left}</span>
        <span className="cut muted">{right}</span>
      </>
    );
  }
  return (
    <>
      <span className={`health-word mark-${status.state}`}>{healthText(status)}</span>
      <span className="cut muted">{right}</span>
    </>
  );
}

/** The name of a card as a field: written on Enter or leaving it, taken back with Escape. */
function Rename({ id, title }: { readonly id: string; readonly title: string }) {
  const actions = useActions();
  const node = useCanvas((canvas) => canvas.topology.nodes.get(id));
  const draft = useCanvas((canvas) => canvas.draft);
  const finish = () => {
    actions.commit();
    actions.rename(undefined);
  };
  return (
    <input
      className="rename nodrag nopan"
      aria-label="Name of the card"
      autoFocus
      value={draft?.text ?? title}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        const given = event.target.value.trim();
        const name = node?.raw.name;
        const withoutTitle = typeof name === 'string' && name !== '' ? name : id;
        const value = given === '' || given === withoutTitle ? undefined : given;
        actions.type(fieldDraft({ node: id }, ['title'], event.target.value, value, node?.raw.title));
      }}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        else if (event.key === 'Escape') {
          actions.dropDraft();
          actions.rename(undefined);
        }
      }}
    />
  );
}
