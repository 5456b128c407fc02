import type { Locator, Page } from 'playwright-core';

/** VS Code's one input at the top of the window: palette, picks, input boxes. */
const widget = (page: Page) => page.locator('.quick-input-widget:visible');
const input = (page: Page) => widget(page).locator('.quick-input-filter input');

/** How long the widget may take to open, and an entry to appear in it, before the key is pressed again. */
const openMs = 1000;
const foundMs = 500;
/** A click on an entry that is there; generous, since one that was late but done would be done twice. */
const clickMs = 10_000;

/**
 * Runs a command by its title in the palette, category included: `"View: Toggle Problems"`.
 * Waits for a command that an extension has yet to contribute.
 */
export async function runCommand(page: Page, title: string, timeoutMs = 30_000): Promise<void> {
  await untilPicked(page, { key: 'F1', filter: `>${title}`, label: title }, timeoutMs);
}

/** Opens a file of the workspace by its path below the folder, in its default editor. */
export async function openFile(page: Page, path: string, timeoutMs = 30_000): Promise<void> {
  await untilPicked(
    page,
    { key: 'ControlOrMeta+p', filter: path, label: path.split('/').at(-1) ?? path },
    timeoutMs,
  );
}

/** Answers an open pick with the entry of this label, typed into the filter first: a long list draws only what fits. */
export async function pick(page: Page, label: string): Promise<void> {
  await input(page).fill(label);
  await row(page, label).click();
}

/** Answers the open pick of this title with its first entry, once there is one. */
export async function pickFirst(page: Page, title: string): Promise<void> {
  await opened(page, title);
  await widget(page).locator('.monaco-list-row').first().click();
}

/** Resolves when the input box or pick of this title is open. */
export async function opened(page: Page, title: string): Promise<void> {
  await widget(page).locator('.quick-input-title', { hasText: title }).waitFor();
}

/** Resolves when nothing is asked any more; the widget takes a moment to fade. */
export async function closed(page: Page): Promise<void> {
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Answers an open input box. */
export async function enter(page: Page, text: string): Promise<void> {
  await input(page).fill(text);
  await page.keyboard.press('Enter');
}

/** The labels that an open pick offers at the moment, in order, and the message below it. */
export async function offered(page: Page): Promise<{ labels: string[]; message: string }> {
  await widget(page).waitFor();
  const labels = await widget(page).locator('.monaco-list-row .label-name').allInnerTexts();
  const message = await widget(page).locator('.quick-input-message').innerText();
  return { labels, message };
}

function row(page: Page, label: string): Locator {
  const exactly = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
  return widget(page)
    .locator('.monaco-list-row')
    .filter({ has: page.locator('.label-name', { hasText: exactly }) })
    .first();
}

/** Asks again until the entry is there: while the window is starting, keys go nowhere and commands and files are still coming in. */
async function untilPicked(
  page: Page,
  wanted: { key: string; filter: string; label: string },
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      await page.keyboard.press(wanted.key);
      await input(page).fill(wanted.filter, { timeout: openMs });
      await row(page, wanted.label).waitFor({ timeout: foundMs });
      await row(page, wanted.label).click({ timeout: clickMs });
      return;
    } catch (cause) {
      const seen = await widget(page).locator('.monaco-list-row').allInnerTexts();
      if (seen.length > 0) await page.keyboard.press('Escape');
      if (Date.now() > deadline)
        throw new Error(`VS Code does not offer "${wanted.label}", only: ${seen.join(', ')}`, { cause });
    }
  }
}
