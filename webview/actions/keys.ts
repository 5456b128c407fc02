/** What a keyboard event tells of the key. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/**
 * Whether a key is pressed that is written as `Mod+Shift+D`, `Alt+ArrowLeft` or `?`. `Mod` is Ctrl, and Command on a
 * Mac. Of signs Shift is not asked: which ones need it is the keyboard's affair.
 */
export function isPressed(key: string, event: KeyPress): boolean {
  const parts = key.split('+');
  const name = key.endsWith('+') ? '+' : (parts.at(-1) ?? '');
  const wants = (modifier: string) => parts.includes(modifier);
  if ((event.ctrlKey || event.metaKey) !== wants('Mod') || event.altKey !== wants('Alt')) return false;
  const isSign = !/^\w+$/.test(name);
  if (!isSign && event.shiftKey !== wants('Shift')) return false;
  // With Alt the keyboard of a Mac types other letters.
  return event.key.toLowerCase() === name.toLowerCase() || (wants('Alt') && event.code === `Key${name}`);
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  ContextMenu: 'Menu',
  ' ': 'Space',
};

/** A key as menus show it. */
export function keyText(key: string, isMac = /Mac/.test(navigator.userAgent)): string {
  const modifiers: Readonly<Record<string, string>> = isMac
    ? { Mod: '⌘', Shift: '⇧', Alt: '⌥' }
    : { Mod: 'Ctrl', Shift: 'Shift', Alt: 'Alt' };
  if (key === '+') return key;
  return key
    .split('+')
    .map((part) => modifiers[part] ?? NAMES[part] ?? part)
    .join(isMac ? '' : '+');
}
