import { useEffect } from 'react';
import { usePage } from './context';

/**
 * Undo, redo and save. VS Code would take them from every field of the page and know nothing of what is typed there:
 * what is typed and not written is taken back first, and is written before a save.
 */
export function useHostKeys(): void {
  const { store } = usePage();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = hostCommand(event);
      if (command === undefined || event.isComposing) return;
      // Not for VS Code's own listener at this window either: it would undo a second time.
      event.preventDefault();
      event.stopImmediatePropagation();
      const { actions } = store.getState();
      if (command === 'undo' && actions.dropDraft()) return;
      if (command !== 'undo') actions.commit();
      actions.command(command);
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [store]);
}

/** Which command of the host a key means. */
export function hostCommand(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}): 'undo' | 'redo' | 'save' | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  switch (event.key.toLowerCase()) {
    case 'z':
      return event.shiftKey ? 'redo' : 'undo';
    case 'y':
      return event.shiftKey ? undefined : 'redo';
    case 's':
      return event.shiftKey ? undefined : 'save';
    default:
      return undefined;
  }
}
