import { useEffect, useState } from 'react';
import type { StatusMessage } from '../../src/model/protocol';
import { useActions } from '../context';
import { Codicon } from '../Icon';

type Run = NonNullable<StatusMessage['run']>;

/** How far a deploy or destroy is. */
export function RunProgress({ run }: { readonly run: Run }) {
  const actions = useActions();
  const seconds = useSeconds(run);
  const word = run.kind === 'deploy' ? 'Deploying' : 'Destroying';
  return (
    <div className="run" data-testid="run">
      <Codicon name="loading" spin />
      <span role="status">
        {word}
        <span className="run-count">
          {' '}
          {run.done} of {run.total}
        </span>
      </span>
      <progress max={Math.max(1, run.total)} value={run.done} aria-label={word} />
      <span className="muted run-time">{duration(seconds)}</span>
      <button className="button" onClick={() => actions.command('cancelDeploy')}>
        Cancel
      </button>
    </div>
  );
}

/** Seconds of the run, counted on between two messages of the host. */
function useSeconds(run: Run): number {
  const [now, setNow] = useState({ run, since: performance.now(), at: performance.now() });
  if (now.run !== run) setNow({ run, since: performance.now(), at: performance.now() });
  useEffect(() => {
    const timer = setInterval(() => setNow((before) => ({ ...before, at: performance.now() })), 1000);
    return () => clearInterval(timer);
  }, []);
  return run.seconds + (now.at - now.since) / 1000;
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
