/**
 * Keeps Ctrl+A in a field to the browser, which selects at once. VS Code hears every key of a page and selects all once more when its own
 * command comes back; what was typed meanwhile is then selected, and the next key overwrites it.
 */
export function guardSelectAll(page: Window): void {
  const onKeyDown = (event: KeyboardEvent) => {
    const isSelectAll = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'a';
    const isField = event.target instanceof Element && event.target.matches('input, textarea');
    if (isSelectAll && isField) event.stopImmediatePropagation();
  };
  page.addEventListener('keydown', onKeyDown, true);
}
