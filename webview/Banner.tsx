import { useEffect } from 'react';
import { useActions, useCanvas } from './context';
import { Codicon } from './Icon';

/** Why the drawing cannot be changed. */
export function Banner() {
  const readOnly = useCanvas((canvas) => canvas.readOnly);
  const hasDrawing = useCanvas((canvas) => canvas.document !== undefined);
  const actions = useActions();
  if (readOnly === undefined) return null;
  return (
    <div className="banner" role="alert" data-testid="read-only">
      <Codicon name="lock" />
      <span>
        {readOnly}
        {hasDrawing && (
          <span className="muted"> The drawing is the last good one and cannot be changed.</span>
        )}
      </span>
      <button className="button" onClick={() => actions.command('openText')}>
        Open as text
      </button>
    </div>
  );
}

/** Milliseconds that a notice stays. */
const STAY = 8000;

/** What just happened or was refused, shown for a while and spoken. */
export function Toast() {
  const notice = useCanvas((canvas) => canvas.notice);
  const actions = useActions();
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(actions.hush, STAY);
    return () => clearTimeout(timer);
  }, [notice, actions]);
  return (
    <div className="toast-area" aria-live={notice?.tone === 'error' ? 'assertive' : 'polite'}>
      {notice && (
        <div key={notice.serial} className={`toast toast-${notice.tone}`} data-testid="notice">
          <Codicon name={notice.tone === 'error' ? 'circle-slash' : 'info'} />
          <span>{notice.text}</span>
          <button className="icon-button" aria-label="Close" onClick={actions.hush}>
            <Codicon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
