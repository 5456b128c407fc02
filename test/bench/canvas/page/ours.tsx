import { createRegistry, KINDS } from '../../../../src/kinds/index';
import type { HopStatus, StatusMessage, ToWebview } from '../../../../src/model/protocol';
import type { Host } from '../../../../webview/host';
import { mount } from '../../../../webview/page';
import { largeDocument } from '../../../../webview/dev/large';
import { drive } from './drive';
import { firstFrame, parameters } from './driven';

const { cards, start } = parameters();
const document_ = largeDocument(cards);
const ids = Object.keys(document_.layout ?? {});
let listener: (message: ToWebview) => void = () => undefined;
let statuses: readonly string[] = [];
let turn = 0;

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

/** What polls tell one after the other, each with so many changes to the one before. */
function statusesOf(changes: number): readonly string[] {
  const nodes: Record<string, HopStatus> = {};
  let change = 0;
  return Array.from({ length: 24 }, () => {
    for (const until = change + changes; change < until; change += 1) {
      const id = ids[change % ids.length] ?? '';
      nodes[id] = { state: change % 3 === 0 ? 'pending' : 'ok', summary: `${change % 9} running` };
    }
    const message: StatusMessage = {
      type: 'status',
      connection: { label: 'bench', kind: 'aws' },
      nodes,
      edges: {},
    };
    return JSON.stringify(message);
  });
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
    if (statuses.length === 0) statuses = statusesOf(changes);
    turn += 1;
    listener(JSON.parse(statuses[turn % statuses.length] ?? '') as StatusMessage);
  },
};

document.body.className = 'vscode-dark';
const root = document.getElementById('root');
if (root) mount(root, host, createRegistry(KINDS));
