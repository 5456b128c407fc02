import type { DetailList, DetailRow } from '../../src/model/liveDetails';
import { ageText } from '../ageText';
import { HEALTH } from '../canvas/health';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import { useNow } from '../useNow';
import { Section } from './Sections';

/** What is behind a deployed node or wire: tasks, deployments, targets, instances, events. */
export function LiveDetails({ hop }: { readonly hop: string }) {
  const inspected = useCanvas((canvas) => canvas.status?.inspected);
  const lists = inspected?.hop === hop ? inspected.lists : [];
  const now = useNow(lists.length > 0);
  return lists.map((list) => <Details key={list.title} list={list} now={now} />);
}

function Details({
  list: { title, rows, more, unknown },
  now,
}: {
  readonly list: DetailList;
  readonly now: number;
}) {
  return (
    <Section title={rows.length > 1 ? `${title} (${rows.length + (more ?? 0)})` : title}>
      {rows.length > 0 && (
        <ul className="details" data-testid={`details-${title.toLowerCase()}`}>
          {rows.map((row) => (
            <Detail key={row.key} row={row} now={now} hasState={title !== 'Events'} />
          ))}
        </ul>
      )}
      {rows.length === 0 && unknown === undefined && <p className="muted">None.</p>}
      {more !== undefined && <p className="muted">And {more} more.</p>}
      {unknown !== undefined && <p className="aws-reason">{unknown}</p>}
    </Section>
  );
}

function Detail({
  row: { state, name, text, reason, at, task },
  now,
  hasState,
}: {
  readonly row: DetailRow;
  readonly now: number;
  readonly hasState: boolean;
}) {
  const actions = useActions();
  const { icon, word } = HEALTH[state];
  return (
    <li className="detail">
      {hasState && (
        <span className={`mark-${state}`} role="img" aria-label={word} title={word}>
          <Codicon name={icon} />
        </span>
      )}
      <div className="detail-text">
        <div className="detail-head">
          <span className={hasState ? 'code cut' : 'detail-said'} title={task ?? name}>
            {name}
          </span>
          {at !== undefined && (
            <time
              className="muted"
              dateTime={new Date(at).toISOString()}
              title={new Date(at).toLocaleString()}
            >
              {ageText(now - at)}
            </time>
          )}
          {task !== undefined && (
            <button
              className="icon-button"
              aria-label={`Tail logs of task ${name}`}
              title="Tail logs of this task"
              onClick={() => actions.command('tailLogs', { task })}
            >
              <Codicon name="output" />
            </button>
          )}
        </div>
        {text !== undefined && <p className="muted">{text}</p>}
        {reason !== undefined && <p className={state === 'broken' ? undefined : 'aws-reason'}>{reason}</p>}
      </div>
    </li>
  );
}
