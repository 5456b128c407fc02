import { describe, expect, it } from 'vitest';
import type { PageMessage, StatusMessage } from '../../../src/model/protocol';
import { onePerFrame } from '../../../webview/onePerFrame';

const status = (label: string): StatusMessage => ({
  type: 'status',
  connection: { label, kind: 'aws' },
  nodes: {},
  edges: {},
});

function stage() {
  const seen: string[] = [];
  const frames: (() => void)[] = [];
  const send = onePerFrame(
    (message: PageMessage) => seen.push(message.type === 'status' ? message.connection.label : message.type),
    (callback) => frames.push(callback),
  );
  const frame = () => frames.splice(0).forEach((callback) => callback());
  return { seen, frames, send, frame };
}

describe('onePerFrame', () => {
  it('hands on the newest of many once a frame', () => {
    const { seen, frames, send, frame } = stage();
    for (const label of ['one', 'two', 'three']) send(status(label));
    expect([seen, frames.length]).toEqual([[], 1]);
    frame();
    send(status('four'));
    frame();
    expect(seen).toEqual(['three', 'four']);
  });

  it('keeps the order in which a status and anything else came', () => {
    const { seen, send, frame } = stage();
    send(status('before'));
    send({ type: 'commit' });
    frame();
    expect(seen).toEqual(['before', 'commit']);
  });
});
