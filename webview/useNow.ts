import { useEffect, useState } from 'react';

/** Milliseconds between two looks at the clock. */
const TICK = 10_000;

/** The time, kept while it is wanted. */
export function useNow(isWanted: boolean): number {
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
