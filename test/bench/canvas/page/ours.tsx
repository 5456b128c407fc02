import { createRegistry, KINDS } from '../../../../src/kinds/index';
import type { HopStatus, ToWebview } from '../../../../src/model/protocol';
import { createStatusSender } from '../../../../src/model/statusChanges';
import type { Host } from '../../../../webview/host';
import { mount } from '../../../../webview/page';
import { largeDocument } from '../../../../webview/dev/large';
import { drive } from './drive';
import { firstFrame, parameters } from './driven';

const { cards, start } = parameters();
const document_ = largeDocument(cards);
const ids = Object.keys(document_.layout ?? {});
let listener: (message: ToWebview) => void = () => undefined;
let polled: readonly string[] = [];
let turn = 0;
const POLLS = 24;

/** An extension host that answers at once; what crosses is cloned, as between two processes. */
const host: Host = {
  viewState: { viewport: start },
  saveViewState: () => undefined,
  send({ type }) {
    if (type !== 'ready') return;
    setTimeout(() =>
      post({
        type: 'document',
        document: document_,
        problems: [],
        readOnly: undefined,
        isStale: false,
        fileName: 'large.topology.json',
        environment: undefined,
        ackedSeq: 0,
      }),
    );
  },
  listen(given) {
    listener = given;
    return () => (listener = () => undefined);
  },
};

/** What polls tell one after the other, each with so many changes to the one before, as the extension sends it. */
function messagesOf(changes: number): readonly string[] {
  const messages: string[] = [];
  const sender = createStatusSender((message) => void messages.push(JSON.stringify(message)));
  const connection = { label: 'bench', kind: 'aws' } as const;
  let nodes: Readonly<Record<string, HopStatus>> = {};
  const first = nodes;
  for (let poll = 0; poll < POLLS; poll += 1) {
    const changed = Array.from({ length: changes }, (_none, index): [string, HopStatus] => {
      const change = poll * changes + index;
      const id = ids[change % ids.length] ?? '';
      return [id, { state: change % 3 === 0 ? 'pending' : 'ok', summary: `${change % 9} running` }];
    });
    sender.send({ type: 'status', connection, nodes, edges: {} });
    nodes = { ...nodes, ...Object.fromEntries(changed) };
  }
  sender.send({ type: 'status', connection, nodes: first, edges: {} });
  return messages;
}

function post(message: ToWebview): void {
  listener(structuredClone(message));
}

window.driven = {
  drive,
  // From far away all of it is painted, wires included; near, the cards are to be there.
  opened: firstFrame(
    () =>
      document.querySelector('.react-flow__edge, .painting') !== null &&
      (start.zoom < 0.5 || document.querySelector('.react-flow__node .card') !== null),
  ),
  storm(changes) {
    // Written once, as another process would: reading it is this page's work.
    if (polled.length === 0) polled = messagesOf(changes);
    listener(JSON.parse(polled[turn] ?? '') as ToWebview);
    // The first tells all, the last takes back what came after it.
    turn = turn + 1 < polled.length ? turn + 1 : 1;
  },
};

document.body.className = 'vscode-dark';
const root = document.getElementById('root');
if (root) mount(root, host, createRegistry(KINDS));
