import type { LogQuery } from '../../src/model/logProtocol';
import { patternOf } from '../../src/model/logText';
import { element } from './row';

/** What people have written into the fields. */
export interface Fields {
  readonly include: string;
  readonly exclude: string;
  readonly highlight: string;
  readonly search: string;
}

export const NO_FIELDS: Fields = { include: '', exclude: '', highlight: '', search: '' };

/** What the bar above the lines reports. */
export interface ToolbarEvents {
  onFields(fields: Fields): void;
  onSearch(step: 1 | -1): void;
  onQuery(query: LogQuery): void;
  onPause(): void;
  onWrap(): void;
  onFilters(open: boolean): void;
  onEnd(): void;
  onCommand(command: 'stop' | 'choose' | 'clear' | 'save' | 'open'): void;
}

/** What the bar shows. */
export interface ToolbarState {
  readonly title: string;
  readonly running: boolean;
  readonly paused: boolean;
  readonly held: number;
  readonly wrap: boolean;
  readonly following: boolean;
  readonly filters: boolean;
  readonly lines: number;
  readonly shown: number;
  /** Which of how many matches is the current one, from 1. */
  readonly match: { readonly at: number; readonly of: number } | undefined;
}

export interface Toolbar {
  readonly elements: readonly HTMLElement[];
  /** Takes fields over, those of a page that was hidden. */
  fill(fields: Fields): void;
  query(query: LogQuery): void;
  update(state: ToolbarState): void;
  focusSearch(): void;
}

const SINCE = [
  [0, 'from now on'],
  [5, 'last 5 minutes'],
  [10, 'last 10 minutes'],
  [60, 'last hour'],
  [360, 'last 6 hours'],
  [1_440, 'last day'],
  [10_080, 'last week'],
] as const;

export function createToolbar(events: ToolbarEvents): Toolbar {
  const bar = element('div', 'toolbar');
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', 'Logs');
  const title = element('h1', 'title');
  const count = element('span', 'count');
  const search = field('search', 'Search', 'Search');
  const found = element('span', 'found');
  found.setAttribute('role', 'status');
  const previous = iconButton('log-previous', 'arrow-up', 'Previous match (Shift+Enter)');
  const next = iconButton('log-next', 'arrow-down', 'Next match (Enter)');
  const filters = iconButton('log-filters', 'filter', 'Filters');
  const pause = document.createElement('button');
  pause.type = 'button';
  pause.className = 'button';
  pause.dataset.testid = 'log-pause';
  const wrap = iconButton('log-wrap', 'word-wrap', 'Wrap lines');
  const end = iconButton('log-end', 'fold-down', 'Jump to the end');
  const clear = iconButton('log-clear', 'clear-all', 'Clear');
  const save = iconButton('log-save', 'save', 'Save the lines to a file');
  const open = iconButton('log-open', 'go-to-file', 'Open the lines in an editor');
  const run = iconButton('log-run', 'debug-start', 'Tail');
  const choose = iconButton('log-choose', 'list-selection', 'Choose what is tailed');
  const actions = element('span', 'actions');
  actions.append(filters, wrap, end, clear, save, open, choose, run);
  const searching = element('span', 'searching');
  searching.append(search, found, previous, next);
  bar.append(title, count, pause, searching, actions);

  const panel = element('div', 'filters');
  panel.id = 'log-filter-fields';
  filters.setAttribute('aria-controls', panel.id);
  const include = field('include', 'Only lines with', 'regular expression');
  const exclude = field('exclude', 'No lines with', 'regular expression');
  const highlight = field('highlight', 'Highlight', 'regular expression');
  const fault = element('span', 'fault');
  fault.setAttribute('role', 'alert');
  fault.dataset.testid = 'log-fault';
  const filter = field('aws-filter', 'Filter of CloudWatch', 'ERROR or { $.level = "error" }');
  filter.maxLength = 1_024;
  const since = document.createElement('select');
  since.dataset.testid = 'log-since';
  since.setAttribute('aria-label', 'Begin');
  since.append(...SINCE.map(([minutes, words]) => new Option(words, String(minutes))));
  const live = document.createElement('input');
  live.type = 'checkbox';
  live.dataset.testid = 'log-live';
  const liveLabel = element('label', 'check');
  liveLabel.title = 'Lines come about as fast, with fewer calls; AWS bills each minute that it is open';
  liveLabel.append(live, 'Live Tail');
  panel.append(
    labelled(include),
    labelled(exclude),
    labelled(highlight),
    labelled(filter),
    since,
    liveLabel,
    fault,
  );

  const inputs = { include, exclude, highlight, search };
  const names = Object.keys(inputs) as (keyof Fields)[]; // the literal above has exactly these
  let filtersOpen = false;
  let running = false;

  /** A wrong expression is said, and the last one that was right still holds. */
  function report(): void {
    const wrong = names.filter((name) => patternOf(inputs[name].value) === false);
    for (const name of names) inputs[name].setAttribute('aria-invalid', String(wrong.includes(name)));
    fault.textContent = wrong.some((name) => name !== 'search')
      ? 'This is no regular expression yet; until it is, the last one holds.'
      : '';
    found.classList.toggle('wrong', wrong.includes('search'));
    if (wrong.includes('search')) found.textContent = 'No regular expression';
    for (const name of names) if (!wrong.includes(name)) valid[name] = inputs[name].value;
    events.onFields({ ...valid });
  }
  const valid: Record<keyof Fields, string> = { ...NO_FIELDS };
  const ask = () =>
    events.onQuery({ since: Number(since.value), filter: filter.value.trim(), live: live.checked });

  for (const name of names) inputs[name].addEventListener('input', report);
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') events.onSearch(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape' && search.value !== '') {
      search.value = '';
      report();
    }
  });
  previous.addEventListener('click', () => events.onSearch(-1));
  next.addEventListener('click', () => events.onSearch(1));
  filters.addEventListener('click', () => events.onFilters(!filtersOpen));
  pause.addEventListener('click', () => events.onPause());
  wrap.addEventListener('click', () => events.onWrap());
  end.addEventListener('click', () => events.onEnd());
  for (const [button, command] of [
    [clear, 'clear'],
    [save, 'save'],
    [open, 'open'],
    [choose, 'choose'],
  ] as const) {
    button.addEventListener('click', () => events.onCommand(command));
  }
  run.addEventListener('click', () => (running ? events.onCommand('stop') : ask()));
  filter.addEventListener('change', ask);
  since.addEventListener('change', ask);
  live.addEventListener('change', ask);

  return {
    elements: [bar, panel],
    fill(fields) {
      for (const name of names) inputs[name].value = fields[name];
      report();
    },
    query(query) {
      filter.value = query.filter;
      live.checked = query.live;
      since.value = String(query.since);
    },
    update(state) {
      running = state.running;
      filtersOpen = state.filters;
      title.textContent = state.title || 'Logs';
      title.title = state.title;
      count.textContent = countText(state);
      if (!found.classList.contains('wrong')) {
        found.textContent = state.match ? `${state.match.at} of ${state.match.of}` : '';
      }
      previous.disabled = next.disabled = !state.match || state.match.of === 0;
      panel.hidden = !filtersOpen;
      filters.setAttribute('aria-expanded', String(filtersOpen));
      pause.textContent = state.paused ? `Resume (${number(state.held)} new)` : 'Pause';
      pause.setAttribute('aria-pressed', String(state.paused));
      pause.hidden = !state.running && !state.paused;
      wrap.setAttribute('aria-pressed', String(state.wrap));
      end.disabled = state.following;
      save.disabled = open.disabled = clear.disabled = state.lines === 0;
      run.className = `icon-button codicon codicon-${state.running ? 'debug-stop' : 'debug-start'}`;
      name(run, state.running ? 'Stop' : 'Tail');
      run.disabled = !state.running && state.title === '';
    },
    focusSearch() {
      search.focus();
      search.select();
    },
  };
}

function countText({ lines, shown, held }: ToolbarState): string {
  if (lines === 0) return '';
  const all = lines - held;
  return shown === all ? `${number(all)} lines` : `${number(shown)} of ${number(all)} lines`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function field(id: string, name: string, placeholder: string): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'text';
  input.spellcheck = false;
  input.dataset.testid = `log-${id}`;
  input.setAttribute('aria-label', name);
  input.placeholder = placeholder;
  return input;
}

/** With its name in front, which is its label already. */
function labelled(input: HTMLInputElement): HTMLElement {
  const label = element('label', 'labelled', input.getAttribute('aria-label') ?? '');
  label.append(input);
  return label;
}

function iconButton(testId: string, icon: string, title: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `icon-button codicon codicon-${icon}`;
  button.dataset.testid = testId;
  name(button, title);
  return button;
}

function name(button: HTMLElement, title: string): void {
  button.title = title;
  button.setAttribute('aria-label', title);
}
