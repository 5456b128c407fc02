import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import type { Position } from '../canvas/geometry';
import { Codicon, KindIcon } from '../Icon';
import type { Entry } from './entries';
import { matching } from './matching';
import { useInside } from './useInside';
import { WirePreview } from './WirePreview';

/** More are not drawn; typing brings the others. */
const MOST = 60;

/** A box to type into, with what fits below it. Arrows choose, Enter takes, Escape closes. */
export function Picker({
  label,
  at,
  entries,
  nothing,
  onClose,
}: {
  readonly label: string;
  /** On the page; at the top without. */
  readonly at?: Position;
  readonly entries: readonly Entry[];
  /** What is said where nothing fits. */
  readonly nothing: string;
  /** With what was chosen, or undefined. */
  readonly onClose: (chosen: Entry | undefined) => void;
}) {
  const [typed, setTyped] = useState('');
  const [at0, setChosen] = useState(0);
  const box = useInside(at);
  const id = useId();
  const shown = useMemo(() => matching(entries, typed).slice(0, MOST), [entries, typed]);
  const index = Math.min(at0, shown.length - 1);
  const chosen = shown[index];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    // The list goes round; nothing of it reaches VS Code.
    if (event.key !== 'Tab') event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.length > 0) setChosen((index + step + shown.length) % shown.length);
    else if (event.key === 'Enter' && chosen) onClose(chosen);
    else if (event.key === 'Escape') onClose(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <>
      {chosen?.preview && <WirePreview preview={chosen.preview} />}
      <div
        ref={box}
        className={at ? 'overlay picker' : 'overlay picker at-top'}
        role="dialog"
        aria-label={label}
        data-testid="picker"
        onBlur={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget)) onClose(undefined);
        }}
      >
        <input
          autoFocus
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen && `${id}-${index}`}
          aria-autocomplete="list"
          placeholder={label}
          spellCheck={false}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div className="picker-list" id={`${id}-list`} role="listbox" aria-label={label}>
          {shown.map((entry, place) => (
            <div
              key={entry.id}
              id={`${id}-${place}`}
              ref={place === index ? intoView : undefined}
              className="picker-entry"
              role="option"
              aria-selected={place === index}
              data-testid={`entry-${entry.id}`}
              // The box keeps the focus.
              onPointerDown={(event) => event.preventDefault()}
              onMouseDown={(event) => event.preventDefault()}
              onPointerMove={() => setChosen(place)}
              onClick={() => onClose(entry)}
            >
              {'kind' in entry.icon ? (
                <KindIcon kind={entry.icon.kind} />
              ) : (
                <Codicon name={entry.icon.codicon} />
              )}
              <span className="picker-title">{entry.title}</span>
              <span className="picker-detail cut">{entry.detail}</span>
            </div>
          ))}
        </div>
        {shown.length === 0 && (
          <p className="picker-nothing muted">{typed ? `Nothing fits “${typed}”.` : nothing}</p>
        )}
        <div className="hidden-text" aria-live="polite">
          {shown.length === 0 ? 'Nothing fits' : `${shown.length} to choose from`}
        </div>
      </div>
    </>
  );
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
