import { describe, expect, it } from 'vitest';
import type { LogBatch, LogEntry } from '../../../../src/model/logProtocol';
import { COLOURS, createColours, createLogModel, type LogModel } from '../../../../webview/logs/logModel';

const line = (message: string, task = 'a'): LogEntry => ({ timestamp: 0, service: 'users', task, message });
const batch = (first: number, ...messages: string[]): LogBatch => ({
  first,
  lines: messages.map((message) => line(message)),
});
const shown = (model: LogModel) => model.shown.map(({ entry }) => entry.message);

describe('the lines of the log view', () => {
  it('come at the end of what is shown, and the oldest go past the limit, some at a time', () => {
    const model = createLogModel(10);
    for (let number = 0; number < 25; number += 1) model.add(batch(number, String(number)));
    expect(model.shown.length).toBeLessThanOrEqual(11);
    expect(model.shown.length).toBeGreaterThanOrEqual(10);
    expect(shown(model).at(-1)).toBe('24');
    expect(model.shown[0]?.number).toBe(Number(shown(model)[0]));
  });

  it('tell by another epoch when more than the end has changed', () => {
    const model = createLogModel(10);
    model.add(batch(0, '0'));
    const { epoch, shown: before } = model;
    model.add(batch(1, '1'));
    expect([model.epoch, model.shown === before]).toEqual([epoch, true]);
    model.add(batch(2, ...Array.from({ length: 20 }, (_none, index) => String(index))));
    expect(model.epoch).not.toBe(epoch);
  });

  it('wait while it is paused, are counted, and come when it follows again', () => {
    const model = createLogModel();
    model.add(batch(0, '1'));
    model.pause(true);
    model.add(batch(1, '2', '3'));
    expect([model.held, shown(model)]).toEqual([2, ['1']]);
    model.pause(false);
    expect([model.held, shown(model)]).toEqual([0, ['1', '2', '3']]);
  });

  it('never hold more than they keep', () => {
    const model = createLogModel(10);
    model.pause(true);
    model.add(batch(0, ...Array.from({ length: 30 }, String)));
    expect([model.held, model.size, model.shown]).toEqual([10, 10, []]);
  });

  it('are chosen by regular expressions in any case, those to come too, by their source as well', () => {
    const model = createLogModel();
    model.add(batch(0, 'GET /users', 'POST /users'));
    model.choose({ include: 'get|task-b', exclude: 'health' });
    expect(shown(model)).toEqual(['GET /users']);
    model.add({ first: 2, lines: [line('put', 'task-b'), line('GET /health'), line('PUT')] });
    expect(shown(model)).toEqual(['GET /users', 'put']);
    model.choose({ include: '', exclude: '' });
    expect(model.shown).toHaveLength(5);
  });
});

describe('the colour of a task', () => {
  it('is its own among its neighbours, and stays while the view is hidden', () => {
    const colours = createColours();
    const given = Array.from({ length: COLOURS }, (_none, index) => colours.of(`t${index}`));
    expect(new Set(given).size).toBe(COLOURS);
    const later = createColours(colours.recent());
    expect([later.of('t3'), later.of('new')]).toEqual([given[3], given[0]]);
  });
});
