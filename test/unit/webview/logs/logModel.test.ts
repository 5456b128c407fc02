import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../../../src/model/logProtocol';
import { COLOURS, createLogModel } from '../../../../webview/logs/logModel';

const line = (message: string, task = 'a'): LogEntry => ({ timestamp: 0, service: 'users', task, message });
const messages = (lines: readonly LogEntry[]) => lines.map(({ message }) => message);

describe('the lines of the log view', () => {
  it('come at once, and the oldest go past the limit', () => {
    const model = createLogModel(3);
    expect(messages(model.add([line('1'), line('2')]))).toEqual(['1', '2']);
    model.add([line('3'), line('4')]);
    expect(messages(model.shown())).toEqual(['2', '3', '4']);
  });

  it('wait while it is paused, are counted, and come when it follows again', () => {
    const model = createLogModel();
    model.add([line('1')]);
    model.pause(true);
    expect(model.add([line('2'), line('3')])).toEqual([]);
    expect([model.held, messages(model.shown())]).toEqual([2, ['1']]);
    model.pause(false);
    expect([model.held, messages(model.shown())]).toEqual([0, ['1', '2', '3']]);
  });

  it('never hold more than they keep', () => {
    const model = createLogModel(2);
    model.pause(true);
    model.add([line('1'), line('2'), line('3')]);
    expect([model.held, model.shown()]).toEqual([2, []]);
  });

  it('are filtered by a regular expression, the ones to come too', () => {
    const model = createLogModel();
    model.add([line('GET /users'), line('POST /users')]);
    expect(model.filter('^get|task-b')).toBe(true);
    expect(messages(model.shown())).toEqual(['GET /users']);
    expect(messages(model.add([line('put', 'task-b'), line('PUT')]))).toEqual(['put']);
    expect(model.filter('')).toBe(true);
    expect(model.shown()).toHaveLength(4);
  });

  it('keep the last filter when the next is no expression', () => {
    const model = createLogModel();
    model.add([line('GET'), line('PUT')]);
    model.filter('GET');
    expect(model.filter('(')).toBe(false);
    expect(messages(model.shown())).toEqual(['GET']);
  });

  it('have a colour for each task, the same for as long as it is seen', () => {
    const model = createLogModel();
    const tasks = Array.from({ length: COLOURS + 1 }, (_, index) => `t${index}`);
    const colours = tasks.map((task) => model.colourOf(task));
    expect(new Set(colours.slice(0, COLOURS)).size).toBe(COLOURS);
    expect(model.colourOf('t3')).toBe(colours[3]);
  });
});
