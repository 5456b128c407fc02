import { ageText } from '../ageText';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import { useNow } from '../useNow';

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
