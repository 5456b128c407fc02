/** How many frames what was just drawn may take to be in the page. */
const FRAMES = 20;

/** Gives the focus to something that may only be drawn with the next frames. */
export function focusSoon(find: () => HTMLElement | SVGElement | null | undefined, frames = FRAMES): void {
  const element = find();
  if (element) element.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusSoon(find, frames - 1));
}
