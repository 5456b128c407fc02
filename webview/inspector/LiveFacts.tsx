import { HEALTH } from '../canvas/health';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import { Fact, Section } from './Sections';

/** What is known of the deployed node, at the end: it changes while one looks. */
export function LiveFacts({ id }: { readonly id: string }) {
  const status = useCanvas((canvas) => canvas.status?.nodes[id]);
  const progress = useCanvas((canvas) => canvas.status?.run?.nodes[id]);
  const invokeUrl = useCanvas((canvas) => canvas.status?.invokeUrl);
  const kind = useCanvas((canvas) => canvas.topology.nodes.get(id)?.kind);
  const actions = useActions();
  if (!status && !progress) return null;
  // What can be called from outside has the invoke URL; what listens on a port runs tasks, and those write logs and take a terminal.
  const isDoor = kind?.provides.httpApi !== undefined;
  const hasTasks = kind?.provides.tcpService !== undefined;
  return (
    <Section title="Live">
      <dl className="facts">
        {status && (
          <Fact
            name="Health"
            value={status.summary ?? HEALTH[status.state].word}
            className={`mark-${status.state}`}
          />
        )}
        {progress && <Fact name="Deployment" value={progress.text} />}
        {isDoor && invokeUrl !== undefined && <Fact name="Invoke URL" value={invokeUrl} className="code" />}
      </dl>
      {status?.reason && <p className="aws-reason">{status.reason}</p>}
      {status?.remedy && <p>{status.remedy}</p>}
      <div className="buttons">
        {hasTasks && (
          <>
            <button className="button" onClick={() => actions.command('tailLogs', { node: id })}>
              <Codicon name="output" />
              Tail logs
            </button>
            <button className="button" onClick={() => actions.command('exec', { node: id })}>
              <Codicon name="terminal" />
              Exec
            </button>
          </>
        )}
        {isDoor && invokeUrl !== undefined && (
          <button className="button" onClick={() => actions.command('copyInvokeUrl')}>
            <Codicon name="copy" />
            Copy URL
          </button>
        )}
      </div>
    </Section>
  );
}
