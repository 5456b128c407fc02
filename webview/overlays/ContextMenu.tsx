import { useEffect, useMemo, type KeyboardEvent } from 'react';
import type { Action, Place, Stage } from '../actions/action';
import { keyText } from '../actions/keys';
import { menuOf } from '../actions/table';
import type { Position } from '../canvas/geometry';
import { Codicon } from '../Icon';
import { useInside } from './useInside';

/** What can be done with what is selected, each with its key. */
export function ContextMenu({
  at,
  stage,
  onClose,
}: {
  readonly at: Position;
  readonly stage: Stage;
  readonly onClose: (chosen: Action | undefined) => void;
}) {
  const menu = useInside(at);
  const groups = useMemo(() => menuOf(placeOf(stage), stage), [stage]);
  useEffect(() => menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus(), [menu]);
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const now = items.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Enter' || event.key === ' ') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') onClose(undefined);
    else if (next !== undefined) items.at(next % items.length)?.focus();
    else
      items.find(({ textContent }) => textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  };
  return (
    <div
      ref={menu}
      className="overlay menu context-menu"
      role="menu"
      aria-label="What can be done"
      data-testid="context-menu"
      onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) onClose(undefined);
      }}
    >
      {groups.map((group, index) => (
        <div key={index} className="menu-group" role="group">
          {group.map((action) => (
            <button
              key={action.id}
              role="menuitem"
              className="menu-item"
              tabIndex={-1}
              data-testid={`menu-${action.id}`}
              onClick={() => onClose(action)}
            >
              <span className="menu-icon">{action.icon !== undefined && <Codicon name={action.icon} />}</span>
              <span className="menu-text">{action.title}</span>
              {action.keys?.[0] !== undefined && <kbd aria-hidden="true">{keyText(action.keys[0])}</kbd>}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

function placeOf({ store }: Stage): Place {
  const { nodes, edges } = store.getState().selection;
  if (nodes.size + edges.size > 1) return 'several';
  if (nodes.size === 1) return 'card';
  return edges.size === 1 ? 'wire' : 'canvas';
}
