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
let nodes: Record<string, HopStatus> = {};
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
    nodes = { ...nodes };
    for (let count = 0; count < changes; count += 1) {
      turn += 1;
      const id = ids[turn % ids.length] ?? '';
      nodes[id] = { state: turn % 3 === 0 ? 'pending' : 'ok', summary: `${turn % 9} running` };
    }
    const message: StatusMessage = {
      type: 'status',
      connection: { label: 'bench', kind: 'aws' },
      nodes,
      edges: {},
    };
    post(message);
  },
};

document.body.className = 'vscode-dark';
const root = document.getElementById('root');
if (root) mount(root, host, createRegistry(KINDS));
