import { useEffect, useState } from 'react';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import { ageText } from './ageText';

/** Milliseconds between two looks at the clock. */
const TICK = 10_000;

/** That what is shown was true a while ago, and why it could not be seen anew; a click tries again. */
export function StalePill() {
  const actions = useActions();
  const stale = useCanvas((canvas) => canvas.status?.stale);
  const now = useNow(stale?.since !== undefined);
  if (!stale) return null;
  const text = stale.since === undefined ? 'Not seen yet' : `Seen ${ageText(now - stale.since)} ago`;
  return (
    <button
      className="connection stale"
      data-testid="stale"
      aria-label={`${text}: ${stale.reason} Look again`}
      title={`${stale.reason}\nLook again`}
      onClick={() => actions.command('refresh')}
    >
      <Codicon name="history" />
      <span className="cut">{text}</span>
    </button>
  );
}

/** The time, kept while it is wanted. */
function useNow(isWanted: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isWanted) return;
    const tick = () => setNow(Date.now());
    const timer = setInterval(tick, TICK);
    const first = setTimeout(tick);
    return () => {
      clearInterval(timer);
      clearTimeout(first);
    };
  }, [isWanted]);
  return now;
}
