import type { Frame, Locator, Page } from 'playwright-core';

/** A place in the window, in CSS pixels from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

const pollMs = 50;

/**
 * The frame that shows an element with this `data-testid`: a webview is a frame in a frame, and a tab in the background
 * may keep its own with the very same content. `except` is left out: of two beside each other, the other one.
 */
export async function frameWith(
  page: Page,
  testId: string,
  { timeoutMs = 30_000, except }: { readonly timeoutMs?: number; readonly except?: Frame | undefined } = {},
): Promise<Frame> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame() || frame === except) continue;
      if (await shows(frame, testId)) return frame;
    }
    if (Date.now() > deadline) throw new Error(`No webview shows "${testId}" after ${timeoutMs / 1000} s`);
    await page.waitForTimeout(pollMs);
  }
}

async function shows(frame: Frame, testId: string): Promise<boolean> {
  try {
    if ((await frame.getByTestId(testId).count()) === 0) return false;
    for (let inner: Frame | null = frame; inner?.parentFrame(); inner = inner.parentFrame()) {
      const element = await inner.frameElement();
      if (!(await element.isVisible())) return false;
    }
    return true;
  } catch {
    // The frame went away while it was looked at.
    return false;
  }
}

/** The middle of an element, or `offset` from its top left corner, in the window's coordinates. */
export async function pointOf(target: Locator, offset?: Point): Promise<Point> {
  const box = await target.boundingBox();
  if (box === null) throw new Error(`Not on screen: ${String(target)}`);
  return offset
    ? { x: box.x + offset.x, y: box.y + offset.y }
    : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags with the mouse button held down, in steps, as a hand does: a single jump starts no drag. */
export async function drag(page: Page, from: Point, to: Point, steps = 12): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps });
  // A second move on the spot: drop targets that light up on the first one take it on the next.
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}
