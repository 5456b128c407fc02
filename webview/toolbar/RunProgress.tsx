import { useEffect, useState } from 'react';
import type { StatusMessage } from '../../src/model/protocol';
import { useActions } from '../context';
import { Codicon } from '../Icon';

type Run = NonNullable<StatusMessage['run']>;

const WORDS = {
  deploy: 'Deploying',
  destroy: 'Destroying',
  rollback: 'Rolling back',
} as const satisfies Record<Run['kind'], string>;

/** How far a deploy, destroy or rollback is. */
export function RunProgress({ run }: { readonly run: Run }) {
  const actions = useActions();
  const seconds = useSeconds(run);
  const word = WORDS[run.kind];
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
      <span className="muted run-time">
        {duration(seconds)}
        {run.remaining !== undefined &&
          run.remaining > 0 &&
          ` · about ${duration(roughly(run.remaining))} left`}
      </span>
      <button className="button" onClick={() => actions.command('cancelDeploy')}>
        Cancel
      </button>
    </div>
  );
}

/** Seconds of the run, counted on between two messages of the host. */
function useSeconds(run: Run): number {
  const [count, setCount] = useState({ run, ticks: 0 });
  if (count.run !== run) setCount({ run, ticks: 0 });
  useEffect(() => {
    const timer = setInterval(() => setCount(({ run, ticks }) => ({ run, ticks: ticks + 1 })), 1000);
    return () => clearInterval(timer);
  }, []);
  return run.seconds + count.ticks;
}

/** An estimate to the second would claim too much. */
function roughly(seconds: number): number {
  return seconds < 60 ? Math.max(5, Math.round(seconds / 5) * 5) : Math.round(seconds / 30) * 30;
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
