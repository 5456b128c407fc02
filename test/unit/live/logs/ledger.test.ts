import { describe, expect, it } from 'vitest';
import { hashOf } from '../../../../src/live/logs/hash';
import { createHashSet } from '../../../../src/live/logs/hashSet';
import { createLedger } from '../../../../src/live/logs/ledger';
import type { LogEvent } from '../../../../src/live/logs/event';

function event(id: string, rest: Partial<LogEvent> = {}): LogEvent {
  return { timestamp: 1_000, ingestion: 2_000, stream: 's', message: 'same', id, ...rest };
}

describe('a set of hashes', () => {
  it('tells ids apart that differ in one digit, and knows each again', () => {
    const set = createHashSet();
    const hash = { high: 0, low: 0 };
    const ids = Array.from({ length: 50_000 }, (_none, index) => String(index).padStart(56, '0'));
    expect(ids.filter((id) => set.add(hashOf(hash, id)))).toHaveLength(50_000);
    expect(ids.filter((id) => set.add(hashOf(hash, id)))).toEqual([]);
    expect(set.size).toBe(50_000);
  });

  it('takes the hash that is all zeros for one like others', () => {
    const set = createHashSet();
    expect([set.add({ high: 0, low: 0 }), set.add({ high: 0, low: 0 })]).toEqual([true, false]);
  });

  it('hashes texts apart from one another', () => {
    const hashes = [['ab', 'c'], ['a', 'bc'], ['abc'], ['', 'abc']].map((texts) => {
      const { high, low } = hashOf({ high: 0, low: 0 }, ...texts);
      return `${high} ${low}`;
    });
    expect(new Set(hashes).size).toBe(4);
  });
});

describe('which lines were given out', () => {
  it('is known by id when they are polled, however alike', () => {
    const ledger = createLedger();
    expect([event('1'), event('2'), event('1')].map(ledger.polled)).toEqual([true, true, false]);
  });

  it('is known by stream, time and text when they come live and are polled later', () => {
    const ledger = createLedger({ withLive: true });
    expect(ledger.live(event(''))).toBe(true);
    expect([event('1'), event('2'), event('1'), event('2')].map(ledger.polled)).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it('is known too when polling was faster than the live update', () => {
    const ledger = createLedger({ withLive: true });
    expect(ledger.polled(event('1'))).toBe(true);
    expect([event(''), event('')].map(ledger.live)).toEqual([false, true]);
    expect(ledger.polled(event('2'))).toBe(false);
  });

  it('is left to polling for a live line that comes long after its ingestion', () => {
    const ledger = createLedger({ withLive: true });
    ledger.polled(event('1', { ingestion: 60_000 }));
    const stale = event('', { message: 'stale', ingestion: 40_000 });
    expect(ledger.live(stale)).toBe(false);
    expect(ledger.polled({ ...stale, id: '2' })).toBe(true);
  });

  it('takes less than 16 MB for two minutes of ten thousand lines a second', () => {
    const ledger = createLedger();
    for (let second = 0; second < 120; second += 1) {
      for (let index = 0; index < 10_000; index += 1) {
        ledger.polled(event(`${second}-${index}`, { timestamp: second * 1_000 + (index % 1_000) }));
      }
    }
    expect(ledger.bytes).toBeLessThan(16 * 2 ** 20);
    ledger.settle(120_000);
    expect(ledger.bytes).toBe(0);
  });
});
