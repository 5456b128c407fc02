import './main.css';
import { DEFAULT_QUERY } from '../../src/model/logLimits';
import type { FromLogs, ToLogs } from '../../src/model/logProtocol';
import { patternOf, plain, sourceOf } from '../../src/model/logText';
import { guardSelectAll } from '../selectAll';
import { createLineList, indexOf } from './lineList';
import { createColours, createLogModel, type ViewLine } from './logModel';
import { element } from './row';
import { readState, type LogHost, type ViewState } from './state';
import { createToolbar } from './toolbar';

/** The log view: lines as they come, newest at the bottom, until somebody scrolls up or pauses. */
export function startLogs(page: HTMLElement, host: LogHost): void {
  guardSelectAll(window);
  const send = (message: FromLogs) => host.postMessage(message);
  let state = readState(host.getState());
  let title = '';
  let running = false;
  let begun = false;
  const model = createLogModel();
  const colours = createColours(state.colours);
  /** Tasks whose colours were saved. */
  let remembered = colours.size;
  /** What the search finds among the lines that are shown, by their indexes. */
  let matches: number[] = [];
  let match = -1;
  let searched = { epoch: -1, count: 0, text: '' };

  const remember = (change: Partial<ViewState>) => {
    state = { ...state, ...change };
    host.setState({ ...state, colours: colours.recent() });
  };
  const list = createLineList({
    model,
    colourOf: ({ entry: { service, task } }) => colours.of(`${service} ${task}`),
    onFollow() {
      update();
      rememberPlace();
    },
  });
  const toolbar = createToolbar({
    onFields(fields) {
      const { include, exclude } = state;
      remember(fields);
      if (fields.include !== include || fields.exclude !== exclude) model.choose(fields);
      find();
      if (fields.search !== searched.text) match = matches.length > 0 ? nearest() : -1;
      redraw();
    },
    onSearch(step) {
      if (matches.length === 0) return;
      match = (match + step + matches.length) % matches.length;
      list.reveal(matches[match] ?? 0);
      update();
    },
    onQuery: (query) => send({ type: 'tail', query }),
    onPause() {
      model.pause(!model.paused);
      remember({ pausedAt: model.paused ? model.shown.at(-1)?.number : undefined });
      find();
      if (!model.paused) list.toEnd();
      list.draw();
      update();
    },
    onWrap() {
      remember({ wrap: !state.wrap });
      redraw();
    },
    onFilters(filters) {
      remember({ filters });
      update();
      if (filters) page.querySelector<HTMLElement>('.filters input')?.focus();
    },
    onEnd: () => list.toEnd(),
    onCommand(command) {
      if (command === 'save' || command === 'open') {
        send({ type: command, choice: { include: state.include, exclude: state.exclude } });
        return;
      }
      send({ type: 'command', command });
      if (command !== 'clear') return;
      model.clear();
      redraw();
    },
  });
  const notice = element('p', 'notice');
  notice.setAttribute('role', 'status');
  notice.dataset.testid = 'log-notice';
  const empty = element('p', 'empty');
  const main = document.createElement('main');
  main.append(...toolbar.elements, notice, list.element, empty);
  page.append(main);

  /** Looks only at lines that came since it last looked, where nothing else has changed. */
  function find(): void {
    const pattern = patternOf(state.search) || undefined;
    const { shown, epoch } = model;
    const goesOn =
      epoch === searched.epoch && state.search === searched.text && searched.count <= shown.length;
    if (!goesOn) matches = [];
    for (let index = goesOn ? searched.count : 0; pattern && index < shown.length; index += 1) {
      const line = shown[index];
      if (line && pattern.test(textOf(line))) matches.push(index);
    }
    if (!pattern) match = -1;
    else if (!goesOn && match >= matches.length) match = matches.length - 1;
    searched = { epoch, count: shown.length, text: state.search };
  }

  /** Of the matches the first that is in sight or below. */
  function nearest(): number {
    const from = indexOf(model.shown, list.top ?? 0);
    return Math.max(
      0,
      matches.findIndex((index) => index >= from),
    );
  }

  function update(): void {
    const hasSearch = state.search !== '';
    toolbar.update({
      title,
      running,
      paused: model.paused,
      held: model.held,
      wrap: state.wrap,
      following: list.following,
      filters: state.filters,
      lines: model.size,
      shown: model.shown.length,
      match: hasSearch ? { at: match + 1, of: matches.length } : undefined,
    });
    empty.textContent = emptyText();
    empty.hidden = empty.textContent === '';
  }

  function emptyText(): string {
    if (title === '') return 'Tail the logs of a service to see them here.';
    if (model.shown.length > 0 || model.paused) return '';
    if (model.size > 0) return 'No line passes the filters.';
    return running ? 'No lines yet; they appear here when a task writes one.' : '';
  }

  function redraw(): void {
    list.redraw(
      { search: patternOf(state.search) || undefined, highlight: patternOf(state.highlight) || undefined },
      state.wrap,
    );
    update();
  }

  function rememberPlace(): void {
    remember({ top: list.following ? undefined : list.top });
  }

  function receive(message: ToLogs): void {
    switch (message.type) {
      case 'tail':
        ({ title, running } = message);
        // The first answers this page, which may have been hidden; any other begins anew.
        if (begun) remember({ top: undefined, pausedAt: undefined });
        begun = true;
        model.clear();
        model.pause(false);
        list.follow();
        toolbar.query(message.query);
        notice.textContent = message.notice;
        redraw();
        break;
      case 'lines':
        takeOver(message);
        break;
      case 'notice':
        notice.textContent = message.text;
        break;
      case 'ended':
        running = false;
        notice.textContent = message.reason ?? '';
        update();
        break;
    }
  }

  /** One message a frame: the next is asked for when these lines are on screen. */
  function takeOver(message: Extract<ToLogs, { type: 'lines' }>): void {
    const pausedAt = state.pausedAt;
    const last = message.first + message.lines.length - 1;
    if (pausedAt !== undefined && !model.paused && last > pausedAt) {
      const before = Math.max(0, pausedAt + 1 - message.first);
      model.add({ first: message.first, lines: message.lines.slice(0, before) });
      model.pause(true);
      model.add({ first: message.first + before, lines: message.lines.slice(before) });
    } else {
      model.add(message);
    }
    find();
    list.draw();
    update();
    const { top } = state;
    requestAnimationFrame(() => {
      if (top !== undefined && list.following && last >= top) list.reveal(indexOf(model.shown, top));
      if (colours.size !== remembered) remember({});
      remembered = colours.size;
      send({ type: 'drawn' });
    });
  }

  window.addEventListener('message', ({ data }: MessageEvent<ToLogs>) => receive(data));
  window.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      toolbar.focusSearch();
    }
  });
  list.element.addEventListener('scrollend', rememberPlace);
  toolbar.query(DEFAULT_QUERY);
  toolbar.fill(state);
  if (state.include !== '' || state.exclude !== '') model.choose(state);
  redraw();
  send({ type: 'ready' });
}

function textOf({ entry }: ViewLine): string {
  return `${sourceOf(entry)} ${plain(entry.message)}`;
}
