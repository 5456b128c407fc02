import type { ReactNode } from 'react';
import { useCanvas } from '../context';
import { Codicon } from '../Icon';

/** What is selected, and what can be done with it as a whole. */
export function Head({
  icon,
  title,
  subtitle,
  onClose,
  onDelete,
  onReveal,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly subtitle: string;
  readonly onClose: () => void;
  readonly onDelete?: () => void;
  readonly onReveal?: () => void;
}) {
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  return (
    <header className="inspector-head">
      {icon !== undefined && <span className="tile">{icon}</span>}
      <div className="inspector-names">
        <h2 className="cut" title={title}>
          {title}
        </h2>
        <p className="muted cut">{subtitle}</p>
      </div>
      {onReveal && (
        <button
          className="icon-button"
          aria-label="Show in the text"
          title="Show in the text"
          onClick={onReveal}
        >
          <Codicon name="go-to-file" />
        </button>
      )}
      {onDelete && !readOnly && (
        <button
          className="icon-button"
          aria-label="Delete"
          title="Delete"
          data-testid="delete"
          onClick={onDelete}
        >
          <Codicon name="trash" />
        </button>
      )}
      <button
        className="icon-button close-inspector"
        aria-label="Close settings"
        title="Close settings"
        onClick={onClose}
      >
        <Codicon name="close" />
      </button>
    </header>
  );
}
