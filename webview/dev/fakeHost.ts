import type { Registry } from '../../src/kinds/index';
import { applyEdit } from '../../src/model/changes';
import type { JsonValue } from '../../src/model/json';
import { fromWebview, type FromWebview, type StatusMessage, type ToWebview } from '../../src/model/protocol';
import { validate } from '../../src/model/validate';
import type { Host, ViewState } from '../host';
import type { Scenario } from './scenarios';

/** The extension's side of a canvas, in the page: a document, its history, and what it was told. */
export class FakeHost implements Host {
  /** Everything that the canvas sent, in order. */
  readonly received: FromWebview[] = [];
  viewState: ViewState = {};
  private readonly listeners = new Set<(message: ToWebview) => void>();
  private readonly undone: JsonValue[] = [];
  private readonly history: JsonValue[] = [];
  private current: JsonValue | undefined;
  private status: StatusMessage | undefined;
  private readOnly: string | undefined;
  private environment: string | undefined;
  private ackedSeq = 0;

  constructor(
    scenario: Scenario,
    private readonly registry: Registry,
    /** Milliseconds until an edit is answered. */
    private readonly latency: number,
  ) {
    this.current = scenario.document;
    this.status = scenario.status;
    this.readOnly = scenario.readOnly;
    this.environment = scenario.environment;
  }

  get document(): JsonValue | undefined {
    return this.current;
  }

  send(raw: FromWebview): void {
    const message = fromWebview.parse(raw);
    this.received.push(message);
    switch (message.type) {
      case 'ready':
        setTimeout(() => this.tell());
        break;
      case 'edit':
        setTimeout(() => this.edit(message), this.latency);
        break;
      case 'command':
        if (message.command === 'selectEnvironment') this.show(message.environment ?? undefined);
        else this.run(message.command);
        break;
      case 'draft':
      case 'inspect':
        break;
    }
  }

  listen(listener: (message: ToWebview) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  saveViewState(state: ViewState): void {
    this.viewState = { ...this.viewState, ...state };
  }

  /** What someone types into the text editor beside the canvas. */
  replace(document: JsonValue): void {
    this.remember();
    this.current = document;
    this.tell();
  }

  setReadOnly(reason: string | undefined): void {
    this.readOnly = reason;
    this.tell();
  }

  /** As from the status bar. */
  show(environment: string | undefined): void {
    this.environment = environment;
    this.tell();
  }

  setStatus(status: StatusMessage): void {
    this.status = status;
    this.post(status);
  }

  post(message: ToWebview): void {
    for (const listener of this.listeners) listener(structuredClone(message));
  }

  private edit({ seq, edit }: Extract<FromWebview, { type: 'edit' }>): void {
    const result = applyEdit(this.current ?? {}, edit, this.registry);
    this.ackedSeq = seq;
    if (!result.ok) {
      this.post({ type: 'refused', seq, reason: result.reason });
      return;
    }
    this.remember();
    this.current = result.value;
    this.tell();
  }

  private run(command: Extract<FromWebview, { type: 'command' }>['command']): void {
    if (command !== 'undo' && command !== 'redo') return;
    const [from, to] = command === 'undo' ? [this.history, this.undone] : [this.undone, this.history];
    const document = from.pop();
    if (document === undefined) return;
    to.push(this.current ?? {});
    this.current = document;
    this.tell();
  }

  private remember(): void {
    this.history.push(this.current ?? {});
    this.undone.length = 0;
  }

  private tell(): void {
    this.post({
      type: 'document',
      document: this.current,
      problems: this.current === undefined ? [] : validate(this.current, this.registry),
      readOnly: this.readOnly,
      isStale: this.readOnly !== undefined,
      environment: this.environment,
      fileName: 'chain.topology.json',
      ackedSeq: this.ackedSeq,
    });
    if (this.status) this.post(this.status);
  }
}
