import { useEffect, type RefObject } from 'react';
import type { Stage } from '../actions/action';
import { pasteText, toClipboard } from '../actions/edit';
import { actionFor } from '../actions/table';

/**
 * Keys of the drawing; fields, buttons and the inspector keep theirs. They are heard before VS Code hears them at the
 * same window, which has other plans for some.
 */
export function useCanvasKeys(areaRef: RefObject<HTMLElement | null>, stage: Stage): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || !isOurs(event.target, areaRef.current)) return;
      const found = actionFor(event, stage);
      if (!found) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      found.action.run(stage, found.key);
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [areaRef, stage]);
}

/**
 * Copy, cut and paste come as events of the page: from its keys in a browser, from VS Code's commands on the desktop.
 * There they are only dispatched where `before…` says that something is to be had.
 */
export function useClipboard(areaRef: RefObject<HTMLElement | null>, stage: Stage): void {
  useEffect(() => {
    const onBefore = (event: Event) => {
      if (isOurs(event.target, areaRef.current)) event.preventDefault();
    };
    const onCopy = (event: ClipboardEvent) => {
      const hasText = document.getSelection()?.isCollapsed === false;
      const hasCards = stage.store.getState().selection.nodes.size > 0;
      if (!isOurs(event.target, areaRef.current) || hasText || !hasCards) return;
      event.preventDefault();
      void toClipboard(stage, event.type === 'cut', (text) =>
        event.clipboardData?.setData('text/plain', text),
      );
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!isOurs(event.target, areaRef.current)) return;
      event.preventDefault();
      pasteText(stage, event.clipboardData?.getData('text/plain') ?? '');
    };
    const listeners = [
      ...['beforecopy', 'beforecut', 'beforepaste'].map((type) => [type, onBefore] as const),
      ['copy', onCopy] as const,
      ['cut', onCopy] as const,
      ['paste', onPaste] as const,
    ];
    // The types of these events are not in TypeScript's table under their names as strings.
    for (const [type, listener] of listeners) document.addEventListener(type, listener as EventListener);
    return () => {
      for (const [type, listener] of listeners) document.removeEventListener(type, listener as EventListener);
    };
  }, [areaRef, stage]);
}

function isOurs(target: EventTarget | null, area: HTMLElement | null): boolean {
  if (!(target instanceof Element)) return true;
  if (target !== document.body && area?.contains(target) !== true) return false;
  return target.closest('input, select, textarea, button, summary, [contenteditable], .overlay') === null;
}
