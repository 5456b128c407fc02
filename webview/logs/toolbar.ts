import type { LogModel } from './logModel';

/** What the bar above the lines reports. */
export interface ToolbarEvents {
  /** False when the pattern is no regular expression. */
  onFilter(pattern: string): boolean;
  onPause(paused: boolean): void;
  onClear(): void;
  onStop(): void;
  onTail(): void;
}

export interface Toolbar {
  readonly element: HTMLElement;
  title(text: string, running: boolean): void;
  update(model: Pick<LogModel, 'paused' | 'held'>): void;
  ended(): void;
}

export function createToolbar(events: ToolbarEvents): Toolbar {
  const element = document.createElement('div');
  element.className = 'toolbar';
  const title = document.createElement('span');
  title.className = 'title';
  const filter = document.createElement('input');
  filter.type = 'search';
  filter.placeholder = 'Filter (regular expression)';
  filter.setAttribute('aria-label', 'Filter');
  filter.dataset.testid = 'log-filter';
  const pause = button('log-pause', 'Pause');
  const clear = button('log-clear', 'Clear');
  const run = button('log-run', 'Tail');
  element.append(title, filter, pause, clear, run);

  let paused = false;
  let running = false;
  filter.addEventListener('input', () => {
    const fits = events.onFilter(filter.value);
    filter.setAttribute('aria-invalid', String(!fits));
    filter.title = fits ? '' : 'This is no regular expression; the last filter still holds.';
  });
  pause.addEventListener('click', () => events.onPause(!paused));
  clear.addEventListener('click', () => events.onClear());
  run.addEventListener('click', () => (running ? events.onStop() : events.onTail()));
  const showRun = () => {
    run.textContent = running ? 'Stop' : 'Tail';
    pause.hidden = !running && !paused;
  };
  showRun();
  return {
    element,
    title(text, isRunning) {
      title.textContent = text;
      running = isRunning;
      showRun();
    },
    update({ paused: isPaused, held }) {
      paused = isPaused;
      pause.textContent = paused ? `Follow (${held} new)` : 'Pause';
      pause.setAttribute('aria-pressed', String(paused));
      showRun();
    },
    ended() {
      running = false;
      showRun();
    },
  };
}

function button(testId: string, text: string): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.dataset.testid = testId;
  return element;
}
