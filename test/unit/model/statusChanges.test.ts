import { describe, expect, it } from 'vitest';
import type { PageMessage, StatusMessage, ToWebview } from '../../../src/model/protocol';
import { createStatusSender, statusReceiver } from '../../../src/model/statusChanges';

const status = (nodes: StatusMessage['nodes'], more: Partial<StatusMessage> = {}): StatusMessage => ({
  type: 'status',
  connection: { label: 'dev', kind: 'aws' },
  nodes,
  edges: {},
  ...more,
});

function channel() {
  const posted: ToWebview[] = [];
  const received: PageMessage[] = [];
  const receive = statusReceiver((message) => received.push(message));
  const sender = createStatusSender((message) => {
    posted.push(message);
    // As it crosses to another process.
    receive(JSON.parse(JSON.stringify(message)) as ToWebview);
  });
  return { sender, posted, received, receive };
}

describe('a status on its way to the page', () => {
  it('crosses whole, then by what has changed, and arrives whole each time', () => {
    const { sender, posted, received } = channel();
    const ok = { state: 'ok', summary: '2/2 running' } as const;
    const broken = { state: 'broken', reason: 'CannotPullContainerError' } as const;
    const first = status({ users: ok, orders: ok });
    const second = status({ users: broken, orders: ok }, { brokenHop: 'users' });
    sender.send(first);
    sender.send(second);
    sender.send(first);
    expect(posted[1]).toEqual({
      type: 'statusChange',
      patch: { nodes: { users: { ...broken, summary: null } }, brokenHop: 'users' },
    });
    expect(received).toEqual([first, second, first]);
  });

  it('does not cross where it says the same', () => {
    const { sender, posted } = channel();
    for (let look = 0; look < 3; look += 1) sender.send(status({ users: { state: 'ok' } }));
    expect(posted).toHaveLength(1);
  });

  it('crosses whole again to another page', () => {
    const { sender, posted } = channel();
    sender.send(status({}));
    sender.restart();
    sender.send(status({}));
    expect(posted.map(({ type }) => type)).toEqual(['status', 'status']);
  });

  it('is not made of changes alone', () => {
    const { receive, received } = channel();
    receive({ type: 'statusChange', patch: { brokenHop: 'users' } });
    receive({ type: 'commit' });
    expect(received).toEqual([{ type: 'commit' }]);
  });
});
