import './main.css';
import { LOG_LIMIT, type FromLogs, type LogEntry, type ToLogs } from '../../src/model/logProtocol';
import { guardSelectAll } from '../selectAll';
import { createLogModel } from './logModel';
import { rowOf } from './row';
import { createToolbar } from './toolbar';

declare const acquireVsCodeApi: () => { postMessage(message: FromLogs): void };

guardSelectAll(window);
const root = document.getElementById('root');
if (root) start(root, acquireVsCodeApi());

/** The log view: lines as they come, newest at the bottom, until somebody scrolls up or pauses. */
function start(page: HTMLElement, host: { postMessage(message: FromLogs): void }): void {
  const model = createLogModel();
  const list = document.createElement('div');
  list.className = 'lines';
  list.tabIndex = 0;
  list.setAttribute('role', 'log');
  list.setAttribute('aria-label', 'Log lines');
  list.dataset.testid = 'log-lines';
  const empty = document.createElement('p');
  empty.className = 'empty';
  const toolbar = createToolbar({
    onFilter(pattern) {
      const fits = model.filter(pattern);
      if (fits) redraw();
      return fits;
    },
    onPause(paused) {
      model.pause(paused);
      if (!paused) redraw();
      toolbar.update(model);
    },
    onClear() {
      model.clear();
      host.postMessage({ type: 'command', command: 'clear' });
      redraw();
    },
    onStop: () => host.postMessage({ type: 'command', command: 'stop' }),
    onTail: () => host.postMessage({ type: 'command', command: 'tail' }),
  });
  page.append(toolbar.element, list, empty);

  const append = (lines: readonly LogEntry[]) => {
    // Measured before the new lines make it longer.
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    list.append(...lines.map((line) => rowOf(line, model.colourOf(line.task))));
    while (list.childElementCount > LOG_LIMIT) list.firstElementChild?.remove();
    if (atEnd) list.scrollTop = list.scrollHeight;
  };
  const redraw = () => {
    list.replaceChildren();
    append(model.shown());
    list.scrollTop = list.scrollHeight;
    toolbar.update(model);
  };
  const say = (text: string) => {
    empty.textContent = text;
    empty.hidden = text === '';
  };

  window.addEventListener('message', ({ data }: MessageEvent<ToLogs>) => {
    switch (data.type) {
      case 'tail':
        model.clear();
        model.add(data.lines);
        toolbar.title(data.title, data.running);
        say(data.title === '' ? 'Tail the logs of a service to see them here.' : '');
        redraw();
        break;
      case 'lines':
        append(model.add(data.lines));
        toolbar.update(model);
        break;
      case 'ended':
        toolbar.ended();
        say(data.reason ?? '');
        break;
    }
  });
  host.postMessage({ type: 'ready' });
}
