import type { Locator, Page } from 'playwright-core';

/** Milliseconds in which a menu closes that has heard a click. */
const closeMs = 1000;

/** The sidebar tree of the extension, used with the mouse. */
export class ExplorerView {
  constructor(private readonly page: Page) {}

  /** An entry that is on screen, by its label and something of what stands beside it. */
  entry(label: string, detail = ''): Locator {
    return this.page
      .locator('.part.sidebar .monaco-list-row', { hasText: detail })
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .first();
  }

  /** The labels of the entries on screen, from the top. */
  labels(): Promise<string[]> {
    return this.page.locator('.part.sidebar .monaco-list-row .label-name').allInnerTexts();
  }

  /** Shows what is below an entry. */
  async expand(label: string, detail?: string): Promise<void> {
    const entry = this.entry(label, detail);
    await entry.waitFor();
    if ((await entry.getAttribute('aria-expanded')) !== 'true') {
      await entry.locator('.monaco-tl-twistie').click();
    }
  }

  /** Takes an entry of the menu of an entry. */
  async menu(item: string, label: string, detail?: string): Promise<void> {
    await this.entry(label, detail).click({ button: 'right' });
    const chosen = this.page.getByRole('menuitem', { name: item, exact: true });
    // A menu of VS Code is deaf to a click in its first tenth of a second, and stays open.
    for (;;) {
      await chosen.click();
      const closed = chosen.waitFor({ state: 'hidden', timeout: closeMs });
      if (await closed.then(() => true).catch(() => false)) return;
    }
  }

  /** Presses a button of the view's title, which shows while the pointer is there. */
  async press(title: string): Promise<void> {
    await this.page.locator('.part.sidebar .composite.title').hover();
    await this.page.locator('.part.sidebar').getByRole('button', { name: title }).first().click();
  }
}
