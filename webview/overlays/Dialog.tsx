import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { Codicon } from '../Icon';

/** A window over the drawing. Escape and its cross close it; the focus stays inside as long as it is open. */
export function Dialog({
  title,
  children,
  onClose,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
}) {
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const first = root.current?.querySelector<HTMLElement>('.dialog-body button') ?? buttons(root.current)[0];
    first?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    if (event.key !== 'Tab') return;
    const all = buttons(root.current);
    const now = all.findIndex((button) => button === document.activeElement);
    all.at((now + (event.shiftKey ? -1 : 1)) % all.length)?.focus();
    event.preventDefault();
  };
  return (
    <div
      className="overlay backdrop"
      onPointerDown={({ target, currentTarget }) => target === currentTarget && onClose()}
    >
      <div
        ref={root}
        className="dialog"
        role="dialog"
        aria-modal="true"
        aria-labelledby={id}
        data-testid="dialog"
        onKeyDown={onKeyDown}
      >
        <header className="dialog-head">
          <h2 id={id}>{title}</h2>
          <button className="icon-button" aria-label="Close" title="Close" onClick={onClose}>
            <Codicon name="close" />
          </button>
        </header>
        {/* What is long is scrolled by keyboard too. */}
        <div className="dialog-body" tabIndex={0} role="group" aria-labelledby={id}>
          {children}
        </div>
      </div>
    </div>
  );
}

function buttons(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('button, .dialog-body') ?? [])];
}
