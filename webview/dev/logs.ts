import { DEFAULT_QUERY, LOG_BATCH } from '../../src/model/logLimits';
import type { FromLogs, LogEntry, ToLogs } from '../../src/model/logProtocol';
import { startLogs } from '../logs/view';
import { THEMES } from './themes';
import './themes.css';

const query = new URLSearchParams(location.search);
const theme = query.get('theme') ?? 'dark';
document.body.className = new Map<string, string>(Object.entries(THEMES)).get(theme) ?? THEMES.dark;

/** The other side of the log view, as the extension is: one batch at a time, the next when the last is drawn. */
class FakeLogHost {
  readonly received: FromLogs[] = [];
  /** Messages on their way that were not drawn yet, and the most that there ever were. */
  inFlight = 0;
  mostInFlight = 0;
  private sent = 0;
  private readonly waiting: LogEntry[] = [];

  postMessage(message: FromLogs): void {
    this.received.push(message);
    if (message.type !== 'drawn') return;
    this.inFlight -= 1;
    this.next();
  }

  /** Survives a reload, as VS Code's does a page that was hidden. */
  getState(): unknown {
    return JSON.parse(sessionStorage.getItem('state') ?? 'null');
  }

  setState(state: unknown): void {
    sessionStorage.setItem('state', JSON.stringify(state));
  }

  send(message: ToLogs): void {
    window.dispatchEvent(new MessageEvent('message', { data: message }));
  }

  begin(title: string): void {
    this.sent = 0;
    this.waiting.length = 0;
    this.send({ type: 'tail', title, running: true, query: DEFAULT_QUERY, notice: '' });
  }

  write(lines: readonly LogEntry[]): void {
    for (const line of lines) this.waiting.push(line);
    if (this.inFlight === 0) this.next();
  }

  private next(): void {
    const lines = this.waiting.splice(0, LOG_BATCH);
    if (lines.length === 0) return;
    const first = this.sent;
    this.sent += lines.length;
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    this.send({ type: 'lines', first, lines });
  }
}

export type { FakeLogHost };

window.fakeLogs = new FakeLogHost();
const root = document.getElementById('root');
if (root) startLogs(root, window.fakeLogs);
if (query.has('sample')) sample();

/** Some lines of three tasks and an access log, to look at. */
function sample(): void {
  const at = Date.UTC(2026, 10, 23, 9, 41);
  const [users, other, orders] = ['3f2a917c0d', '81bc02ee4a', 'c40d1f77ab'];
  const line = (offset: number, service: string, task: string, message: string): LogEntry => ({
    timestamp: at + offset,
    service,
    task,
    message,
  });
  window.fakeLogs.begin('microservices: user-service, order-service, api');
  window.fakeLogs.write([
    line(0, 'user-service', users ?? '', 'Listening on port 80'),
    line(412, 'user-service', other ?? '', '\u001b[32mready\u001b[0m in \u001b[1m412 ms\u001b[0m'),
    line(900, 'order-service', orders ?? '', '{"level":"info","msg":"started","port":8080,"pid":1}'),
    line(
      1_204,
      'api',
      '',
      '{"requestId":"XyZ=","routeKey":"ANY /users","status":"200","integrationLatency":"12"}',
    ),
    line(1_230, 'user-service', users ?? '', 'GET /users 200 12 ms'),
    line(
      1_871,
      'order-service',
      orders ?? '',
      '{"level":"warn","msg":"slow query","ms":830,"table":"orders"}',
    ),
    line(2_410, 'user-service', other ?? '', '\u001b[31merror\u001b[0m connect ECONNREFUSED 10.20.1.7:8080'),
    line(
      2_411,
      'order-service',
      orders ?? '',
      '{"level":"error","msg":"order failed","order":{"id":42,"items":["a","b"]},"error":"timeout after 3000 ms while waiting for payment-service.micro.local to answer; it was asked three times"}',
    ),
    line(3_002, 'user-service', users ?? '', 'GET /users/42 404 3 ms'),
  ]);
}
