import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Frame, type Page } from 'playwright-core';
import { ensureChromium, launchOptions } from './chromium';
import { frameWith } from './frames';
import * as quickInput from './quickInput';
import type { HostServer } from './server';
import type { ThemeName } from './settings';

/** Milliseconds until the light bulb is asked again, and until it is given up. */
const askAgainMs = 3_000;
const offeredMs = 30_000;

const startTimeoutMs = 60_000;

/** How a window is opened. */
export interface WorkbenchOptions {
  readonly report?: (line: string) => void;
  /** CSS pixels; 1440 × 900 unless told. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Folder for `screenshot`. */
  readonly shots?: string;
}

/** Opens the server's window in a Chromium of its own and resolves when the workbench is drawn. */
export async function openWorkbench(server: HostServer, options: WorkbenchOptions = {}): Promise<Workbench> {
  const executable = await ensureChromium(options.report ?? (() => undefined));
  const browser = await chromium.launch(launchOptions(executable));
  try {
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1440, height: 900 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const complaints = collectComplaints(page);
    await page.goto(server.url());
    await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: startTimeoutMs });
    return new Workbench(browser, page, options.shots, complaints);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Our webviews' pages name our files or their policy; the workbench's own errors are none of ours. */
function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  const isOurs = (text: string) => /\/dist\/webview\/|Content Security Policy/.test(text);
  page.on('console', (message) => {
    const said = `${message.text()} (${message.location().url})`;
    if ((message.type() === 'error' || message.type() === 'warning') && isOurs(said)) complaints.push(said);
  });
  page.on('pageerror', (error) => {
    if (isOurs(error.stack ?? '')) complaints.push(error.message);
  });
  return complaints;
}

/** The class that the workbench wears, and the label in the picker, for each theme. */
const themeMarks = {
  dark: { label: 'Dark Modern', className: 'vs-dark' },
  light: { label: 'Light Modern', className: 'vs' },
  highContrast: { label: 'Dark High Contrast', className: 'hc-black' },
} as const satisfies Record<ThemeName, { label: string; className: string }>;

/** A VS Code window as a person has it before them: everything goes through mouse, keyboard and what is on screen. */
export class Workbench implements AsyncDisposable {
  constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly shots: string | undefined,
    private readonly heard: readonly string[],
  ) {}

  /** Errors of our pages so far: exceptions, what they wrote to the console, violations of their content security policy. */
  complaints(): readonly string[] {
    return this.heard;
  }

  /** Runs a command by its full title, `"ECS Topology: Deploy topology"`. */
  runCommand(title: string): Promise<void> {
    return quickInput.runCommand(this.page, title);
  }

  /** Opens a file by its path below the workspace folder. */
  openFile(path: string): Promise<void> {
    return quickInput.openFile(this.page, path);
  }

  /** Chooses an entry of the open pick by its label. */
  pick(label: string): Promise<void> {
    return quickInput.pick(this.page, label);
  }

  /** Chooses the first entry of the open pick of this title. */
  pickFirst(title: string): Promise<void> {
    return quickInput.pickFirst(this.page, title);
  }

  /** Types into the open input box and confirms it. */
  enter(text: string): Promise<void> {
    return quickInput.enter(this.page, text);
  }

  /** What the open pick offers. */
  offered(): Promise<{ labels: string[]; message: string }> {
    return quickInput.offered(this.page);
  }

  /** The frame of the webview that shows this `data-testid`; of two, the one that is not `except`. */
  frameWith(testId: string, except?: Frame): Promise<Frame> {
    return frameWith(this.page, testId, { except });
  }

  /** Puts the text of the active topology beside its canvas, with the cursor in it. */
  async openTextBeside(): Promise<void> {
    await this.runCommand('View: Split Editor Right');
    await this.runCommand('ECS Topology: Open as text');
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /** Replaces the first occurrence of a word in the text editor that has the cursor, by typing over it. */
  async replaceInText(word: string, by: string): Promise<void> {
    await this.findInText(word);
    await this.page.keyboard.type(by);
  }

  /** Puts the cursor on the first occurrence of a word and takes an entry of what the light bulb offers there. */
  async quickFix(word: string, title: string): Promise<void> {
    await this.findInText(word);
    const entry = this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    const deadline = Date.now() + offeredMs;
    // The problems may stand there before VS Code knows of their fixes; it then says that there are none.
    for (;;) {
      await this.page.keyboard.press('ControlOrMeta+.');
      try {
        await entry.click({ timeout: askAgainMs });
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Closes every editor; what is not saved is thrown away. */
  async closeAll(): Promise<void> {
    await this.runCommand('View: Close All Editors');
    const discard = this.page.locator('.monaco-dialog-box').getByRole('button', { name: "Don't Save" });
    const empty = this.page.locator('.editor-group-container.empty');
    await discard.or(empty).first().waitFor();
    if (await discard.isVisible()) await discard.click();
    await empty.waitFor();
  }

  /** Loads the window anew, as closing and opening it does, once VS Code has kept what is not saved. */
  async reload(): Promise<void> {
    // VS Code writes its backups a second after the last change, and says nothing about it.
    await this.page.waitForTimeout(2500);
    await this.page.reload();
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: startTimeoutMs });
  }

  /** Puts the cursor of the text editor that has it on the first occurrence of a word. */
  async findInText(word: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Home');
    await this.page.keyboard.press('ControlOrMeta+f');
    const find = this.page.locator('.find-widget.visible textarea').first();
    await find.fill(word);
    await this.page.locator('.find-widget .matchesCount', { hasText: /^1 of/ }).waitFor();
    await this.page.keyboard.press('Escape');
  }

  /** Waits until a modal dialog is there to be read. */
  waitForDialog(): Promise<void> {
    return this.page.locator('.monaco-dialog-box').waitFor();
  }

  /** Waits until the input box or pick of this title is open. */
  waitForInput(title: string): Promise<void> {
    return quickInput.opened(this.page, title);
  }

  /** Waits for a modal dialog, presses the button and returns what it said, message and detail, a line each. */
  async answerDialog(button: string): Promise<string> {
    const dialog = this.page.locator('.monaco-dialog-box');
    const texts = dialog.locator('.dialog-message-text, .dialog-message-detail');
    await dialog.getByRole('button', { name: button, exact: true }).waitFor();
    const said = await texts.allInnerTexts();
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    return said.join('\n');
  }

  /** The text of every entry of the status bar, left to right. */
  async statusBar(): Promise<string[]> {
    const entries = await this.page.locator('.statusbar-item').allInnerTexts();
    return entries.map((entry) => entry.trim()).filter(Boolean);
  }

  /** Waits for an entry of the status bar. */
  async waitForStatus(text: RegExp, timeoutMs = 30_000): Promise<void> {
    await this.page.locator('.statusbar-item', { hasText: text }).first().waitFor({ timeout: timeoutMs });
  }

  /** The notifications on screen, newest first. */
  notifications(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  /** Waits for a notification, and returns what it says; an error that comes instead rejects at once. */
  async waitForNotification(text: RegExp, timeoutMs = 30_000): Promise<string> {
    const toasts = this.page.locator('.notifications-toasts .notification-list-item');
    const wanted = toasts.filter({ hasText: text }).first();
    const error = toasts.filter({ has: this.page.locator('.codicon-error') }).first();
    await wanted.or(error).first().waitFor({ timeout: timeoutMs });
    const said = await wanted.or(error).first().locator('.notification-list-item-message').innerText();
    if (!text.test(said)) throw new Error(said);
    return said;
  }

  /** Closes the bar at the left, which takes a third of the room. */
  async hideSideBar(): Promise<void> {
    const bar = this.page.locator('.part.sidebar');
    if (await bar.isVisible()) await this.runCommand('View: Toggle Primary Side Bar Visibility');
    await bar.waitFor({ state: 'hidden' });
  }

  /** Closes the panel below the editors, with the problems, the output and the logs. */
  async hidePanel(): Promise<void> {
    const panel = this.page.locator('.part.panel');
    if (await panel.isVisible()) await this.runCommand('View: Toggle Panel Visibility');
    await panel.waitFor({ state: 'hidden' });
  }

  /** Takes every notification off the screen. */
  clearNotifications(): Promise<void> {
    return this.runCommand('Notifications: Clear All Notifications');
  }

  /** Waits for a notification that contains `text` and presses one of its buttons. */
  async answerNotification(text: string, button: string): Promise<void> {
    const toast = this.page.locator('.notification-toast', { hasText: text });
    await toast.getByRole('button', { name: button, exact: true }).click();
  }

  /** Opens the Problems panel and returns what it lists of a file, in order: severity, message, source and place. */
  async problems(file: string): Promise<string[]> {
    await this.runCommand('Problems: Focus on Problems View');
    const panel = this.page.locator('.markers-panel');
    await panel.waitFor();
    // A long list draws only what fits.
    await this.page.getByPlaceholder(/^Filter \(e\.g\. text/).fill(file);
    await panel.locator('.monaco-list-row:visible, .message-box-container:visible').first().waitFor();
    const rows = await panel.locator('.monaco-list-row:has(.marker-message-line)').all();
    return Promise.all(
      rows.map(async (row) => {
        const icon = (await row.locator('.marker-icon .codicon').first().getAttribute('class')) ?? '';
        const [, severity = ''] = /codicon-(error|warning|info)/.exec(icon) ?? [];
        return `${severity}: ${(await row.locator('.marker-message-line').first().innerText()).replaceAll('\n', ' ')}`;
      }),
    );
  }

  /** Changes the colour theme as a user does, and waits until the window wears it. */
  async setTheme(theme: ThemeName): Promise<void> {
    const { label, className } = themeMarks[theme];
    await this.runCommand('Preferences: Color Theme');
    await this.pick(label);
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
    await quickInput.closed(this.page);
  }

  /** Saves the active editor with the keyboard. */
  save(): Promise<void> {
    return this.page.keyboard.press('ControlOrMeta+s');
  }

  /** Writes `<name>.png` into the folder for screenshots; nothing without one. */
  async screenshot(name: string): Promise<void> {
    if (this.shots === undefined) return;
    await mkdir(this.shots, { recursive: true });
    await this.page.screenshot({ path: join(this.shots, `${name}.png`) });
  }

  /** Closes the browser. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.browser.close();
  }
}
