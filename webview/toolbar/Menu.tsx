import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Codicon } from '../Icon';

export interface MenuItem {
  readonly text: string;
  readonly icon?: string;
  /** Of a list from which one is chosen: whether this is the one. */
  readonly isChosen?: boolean;
  readonly act: () => void;
}

const ITEM = '[role^="menuitem"]';

/** A button that opens a list of actions. Arrows, Home and End move in it, Escape closes it. */
export function Menu({
  label,
  face,
  items,
  className,
  align = 'left',
}: {
  readonly label: string;
  readonly face: ReactNode;
  readonly items: readonly MenuItem[];
  readonly className: string;
  readonly align?: 'left' | 'right';
}) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!isOpen) return;
    const chosen = root.current?.querySelector<HTMLElement>('[aria-checked="true"]');
    (chosen ?? root.current?.querySelector<HTMLElement>(ITEM))?.focus();
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    const onBlur = () => setOpen(false);
    window.addEventListener('pointerdown', onPointerDown, true);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('pointerdown', onPointerDown, true);
      window.removeEventListener('blur', onBlur);
    };
  }, [isOpen]);

  const close = () => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const entries = [...(root.current?.querySelectorAll<HTMLElement>(ITEM) ?? [])];
    const at = entries.findIndex((entry) => entry === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (event.key === 'Escape') close();
    else if (next === undefined) return;
    else entries.at(next % entries.length)?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="menu-root" ref={root}>
      <button
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {face}
      </button>
      {isOpen && (
        <div className={`menu menu-${align}`} id={id} role="menu" aria-label={label} onKeyDown={onKeyDown}>
          {items.map(({ text, icon, isChosen, act }) => (
            <button
              key={text}
              role={isChosen === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={isChosen}
              className="menu-item"
              tabIndex={-1}
              onClick={() => {
                close();
                act();
              }}
            >
              {icon !== undefined && <Codicon name={icon} />}
              {isChosen !== undefined && <Codicon name={isChosen ? 'check' : 'blank'} />}
              {text}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
