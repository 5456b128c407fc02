import type { Frame, Locator } from 'playwright-core';
import { drag, pointOf, type Point } from './frames';
import type { Workbench } from './workbench';

/** Milliseconds in which the page shows what it was told. */
const shownMs = 15_000;

/** The canvas in front of the window. A hidden one is thrown away by VS Code, so ask for it again after switching tabs.
 * Of two beside each other, the one that is not `other`. */
export async function canvasOf(workbench: Workbench, other?: Canvas): Promise<Canvas> {
  return new Canvas(workbench, await workbench.frameWith('canvas', other?.frame));
}

/** One canvas as a person sees it. */
export class Canvas {
  constructor(
    readonly workbench: Workbench,
    readonly frame: Frame,
  ) {}

  /** A card, or the frame of a cluster. */
  node(id: string): Locator {
    return this.frame.getByTestId(`node-${id}`);
  }

  /** A wire, by `<from>--<to>`. */
  edge(key: string): Locator {
    return this.frame.getByTestId(`edge-${key}`);
  }

  /** The input of the inspector for a member, by its dotted path. */
  field(path: string): Locator {
    return this.frame.getByTestId(`field-${path}`);
  }

  /** A button of the toolbar, by its label. */
  button(label: string): Locator {
    return this.frame.getByRole('button', { name: label, exact: true });
  }

  /** Presses a button of the toolbar and, where it opens a menu, an entry of it. */
  async press(label: string, entry?: string): Promise<void> {
    await this.button(label).click();
    if (entry !== undefined) await this.frame.getByRole('menuitem', { name: entry, exact: true }).click();
  }

  /** Waits until the mark of a node has this state. */
  async waitForHealth(id: string, state: string, timeoutMs: number): Promise<void> {
    const mark = this.frame.getByTestId(`health-${id}`);
    try {
      await this.frame
        .locator(`[data-testid="health-${id}"][data-state="${state}"]`)
        .waitFor({ state: 'attached', timeout: timeoutMs });
    } catch {
      const [seen, why] =
        (await mark.count()) === 0
          ? ['nothing', '']
          : [await mark.getAttribute('data-state'), await mark.getAttribute('title')];
      throw new Error(
        `${id} shows ${seen} instead of ${state} after ${timeoutMs / 1000} s: ${(why ?? '').replaceAll('\n', ' · ')}`,
      );
    }
  }

  /** Waits for the sentence that the canvas shows for a moment, and returns it. */
  async notice(): Promise<string> {
    const notice = this.frame.getByTestId('notice');
    await notice.waitFor({ timeout: shownMs });
    return (await notice.locator('span').nth(1).innerText()).trim();
  }

  /** Fits the drawing into the view. */
  async fit(): Promise<void> {
    await this.frame.getByRole('button', { name: /^Fit/ }).click();
    // It glides there.
    await this.workbench.page.waitForTimeout(300);
  }

  /** Drags a kind from the palette; `at` is where its middle comes to lie, from the top left of the canvas. */
  async bring(kind: string, at: Point): Promise<void> {
    await drag(this.page, await pointOf(this.frame.getByTestId(`palette-${kind}`)), await this.place(at));
  }

  /** Drags a wire from the dot at the right of a card onto another card. */
  async connect(from: string, to: string): Promise<void> {
    const dot = this.node(from).locator('.react-flow__handle.source');
    await drag(this.page, await pointOf(dot), await pointOf(this.node(to)));
  }

  /** Drags the end of the selected wire onto a card. */
  async reconnect(to: string): Promise<void> {
    const end = this.frame.locator('.react-flow__edgeupdater-target');
    await drag(this.page, await pointOf(end), await pointOf(this.node(to)));
  }

  /** Drags a wire from the dot of a card to a place from the top left of the canvas. */
  async drawTo(from: string, at: Point): Promise<void> {
    const dot = this.node(from).locator('.react-flow__handle.source');
    await drag(this.page, await pointOf(dot), await this.place(at));
  }

  /** Clicks on a wire. */
  async selectWire(key: string): Promise<void> {
    await this.edge(key).locator('.wire-reach').click({ force: true });
  }

  /** Draws a frame around cards with the mouse, from left of the first to the middle of the last. */
  async marquee(first: string, last: string): Promise<void> {
    const from = await pointOf(this.node(first), { x: -6, y: 10 });
    await drag(this.page, from, await pointOf(this.node(last)));
  }

  /** Takes an entry of the menu of a card, or of the canvas at a place from its top left. */
  async menu(on: string | Point, entry: string): Promise<void> {
    const at = typeof on === 'string' ? await pointOf(this.node(on)) : await this.place(on);
    await this.page.mouse.click(at.x, at.y, { button: 'right' });
    await this.frame.getByTestId(`menu-${entry}`).click();
  }

  /** Brings the keyboard to the canvas, with the keyboard, and waits until it is there. */
  async focus(): Promise<void> {
    await this.workbench.runCommand('View: Focus Active Editor Group');
    // Not `waitForFunction`, which evaluates a string in the page: its policy forbids that.
    for (let waited = 0; waited < shownMs; waited += 100) {
      if (await this.frame.evaluate<boolean>('document.hasFocus()')) return;
      await this.page.waitForTimeout(100);
    }
    throw new Error('The canvas did not get the focus.');
  }

  /** Goes to a card by the search, with the keyboard. */
  async find(text: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+f');
    await this.frame.getByTestId('picker').waitFor();
    await this.choose(text);
  }

  /** Types into the open box and takes what fits first. */
  async choose(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
    await this.frame.getByTestId('picker').waitFor({ state: 'detached' });
  }

  /** Drags a card by its middle. */
  async move(id: string, by: Point): Promise<void> {
    const from = await pointOf(this.node(id));
    await drag(this.page, from, { x: from.x + by.x, y: from.y + by.y });
  }

  /** Shows the settings of a card. */
  async select(id: string): Promise<void> {
    await this.node(id).click();
    await this.frame.locator(`[data-testid="inspector"]`).waitFor();
  }

  /** Types into a field of the inspector, which is selected whole first, and leaves what is typed unwritten. */
  async type(path: string, text: string): Promise<void> {
    await this.field(path).click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.type(text);
  }

  /** Types into a field and writes it. */
  async enter(path: string, text: string): Promise<void> {
    await this.type(path, text);
    await this.page.keyboard.press('Enter');
  }

  /** Goes on, or back, with the Tab key until a control has the focus, by its test id. */
  async tabTo(testId: string, way: 'on' | 'back' = 'on'): Promise<void> {
    for (let steps = 0; steps < 120; steps += 1) {
      if ((await this.inFocus()) === testId) return;
      await this.page.keyboard.press(way === 'on' ? 'Tab' : 'Shift+Tab');
    }
    throw new Error(`The Tab key does not lead to ${testId}.`);
  }

  /** Waits until a control has the focus, by its test id. */
  async focused(testId: string): Promise<void> {
    for (let waited = 0; waited < shownMs; waited += 100) {
      if ((await this.inFocus()) === testId) return;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`${testId} did not get the focus, but ${await this.inFocus()}.`);
  }

  private inFocus(): Promise<string | null> {
    return this.frame.evaluate('document.activeElement?.getAttribute("data-testid") ?? null');
  }

  private get page() {
    return this.workbench.page;
  }

  /** A place from the top left of the canvas, in the window. */
  place(at: Point): Promise<Point> {
    return pointOf(this.frame.getByTestId('canvas'), at);
  }
}
