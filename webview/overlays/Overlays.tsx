import { useEffect, useMemo, useState } from 'react';
import type { Stage } from '../actions/action';
import { useActions, useCanvas } from '../context';
import { ContextMenu } from './ContextMenu';
import { Dialog } from './Dialog';
import {
  addEntries,
  arrangeEntries,
  connectEntries,
  reconnectEntries,
  searchEntries,
  type Entry,
} from './entries';
import { KeyList } from './KeyList';
import type { Overlay } from './overlay';
import { Picker } from './Picker';

/** What floats over the drawing, and what is told to who only hears it. */
export function Overlays({ stage }: { readonly stage: Stage }) {
  const overlay = useCanvas((canvas) => canvas.overlay);
  const announcement = useCanvas((canvas) => canvas.announcement);
  return (
    <>
      {overlay && <Open key={overlay.type} overlay={overlay} stage={stage} />}
      <div className="hidden-text" role="status" aria-live="polite" data-testid="announcement">
        {announcement}
      </div>
    </>
  );
}

function Open({ overlay, stage }: { readonly overlay: Overlay; readonly stage: Stage }) {
  const actions = useActions();
  const [before] = useState(() => document.activeElement);
  /** Closes, gives the focus back to where it was, and does what was chosen. */
  const close = (run?: () => void) => {
    // What closes it may be that something else was opened or has the focus.
    if (stage.store.getState().overlay !== overlay) return;
    actions.show(undefined);
    if (before instanceof HTMLElement || before instanceof SVGElement) before.focus({ preventScroll: true });
    run?.();
  };
  switch (overlay.type) {
    case 'menu':
      return (
        <ContextMenu
          at={overlay.at}
          stage={stage}
          onClose={(action) => close(action && (() => action.run(stage, '')))}
        />
      );
    case 'keys':
      return <KeyList onClose={close} />;
    case 'tidy':
      return <TidyQuestion overlay={overlay} onClose={close} />;
    default:
      return (
        <OpenPicker
          overlay={overlay}
          stage={stage}
          onClose={(entry) => close(entry && (() => entry.run()))}
        />
      );
  }
}

type PickerOverlay = Exclude<Overlay, { type: 'menu' | 'keys' | 'tidy' }>;

function OpenPicker({
  overlay,
  stage,
  onClose,
}: {
  readonly overlay: PickerOverlay;
  readonly stage: Stage;
  readonly onClose: (chosen: Entry | undefined) => void;
}) {
  const topology = useCanvas((canvas) => canvas.topology);
  const actions = useActions();
  const title = (id: string) => topology.nodes.get(id)?.title ?? id;
  // What is offered follows the text, which may change underneath.
  const entries = useMemo(() => (topology ? entriesOf(overlay, stage) : []), [overlay, stage, topology]);
  const isGone = 'from' in overlay && !topology.nodes.has(overlay.from);
  useEffect(() => {
    if (isGone) actions.show(undefined);
  }, [isGone, actions]);
  switch (overlay.type) {
    case 'add':
      return (
        <Picker
          label={overlay.beside === undefined ? 'Add' : `Add to ${title(overlay.beside)}`}
          at={overlay.at}
          entries={entries}
          nothing={`No wire leaves ${title(overlay.beside ?? '')}: it is where paths end.`}
          onClose={onClose}
        />
      );
    case 'connect':
      return (
        <Picker
          label={`Connect ${title(overlay.from)} to`}
          at={overlay.at}
          entries={entries}
          nothing={`No wire leaves ${title(overlay.from)}: it is where paths end.`}
          onClose={onClose}
        />
      );
    case 'reconnect':
      return (
        <Picker
          label="Move an end of the wire"
          at={overlay.at}
          entries={entries}
          nothing="There is no other card that it could lead to or come from."
          onClose={onClose}
        />
      );
    case 'arrange':
      return (
        <Picker label="Align or distribute" at={overlay.at} entries={entries} nothing="" onClose={onClose} />
      );
    case 'search':
      return (
        <Picker
          label="Search cards and wires"
          entries={entries}
          nothing="There is nothing drawn yet."
          onClose={onClose}
        />
      );
  }
}

function entriesOf(overlay: PickerOverlay, stage: Stage): readonly Entry[] {
  switch (overlay.type) {
    case 'add':
      return addEntries(stage, overlay);
    case 'connect':
      return connectEntries(stage, overlay);
    case 'reconnect':
      return reconnectEntries(stage, overlay);
    case 'arrange':
      return arrangeEntries(stage);
    case 'search':
      return searchEntries(stage);
  }
}

function TidyQuestion({
  overlay: { edit, byHand },
  onClose,
}: {
  readonly overlay: Extract<Overlay, { type: 'tidy' }>;
  readonly onClose: (run?: () => void) => void;
}) {
  const actions = useActions();
  return (
    <Dialog title="Tidy up?" onClose={onClose}>
      <p>
        {byHand === 1 ? '1 card that was' : `${byHand} cards that were`} placed by hand will move. Undo brings
        everything back in one step.
      </p>
      <footer className="dialog-buttons">
        <button
          className="button primary"
          onClick={() => onClose(() => actions.edit(edit) && actions.announce('Tidied up'))}
        >
          Tidy up
        </button>
        <button className="button" onClick={() => onClose()}>
          Cancel
        </button>
      </footer>
    </Dialog>
  );
}
