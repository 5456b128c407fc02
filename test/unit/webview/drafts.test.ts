import { describe, expect, it } from 'vitest';
import { isSameJson } from '../../../src/model/json';
import { fieldDraft, valueOf } from '../../../webview/drafts';
import { hostCommand } from '../../../webview/hostKeys';

describe('valueOf', () => {
  it('is nothing for an empty field', () => {
    expect(valueOf('  ', 'text')).toBeUndefined();
  });

  it('is a number where one is wanted and typed', () => {
    expect(valueOf(' 8080 ', 'number')).toBe(8080);
    expect(valueOf('0.5', 'scalar')).toBe(0.5);
    expect(valueOf('8080', 'text')).toBe('8080');
  });

  it('keeps what is no number as it was typed, so that nothing is lost', () => {
    expect(valueOf('80a', 'number')).toBe('80a');
    expect(valueOf('1e9', 'number')).toBe('1e9');
    expect(valueOf('2xx', 'scalar')).toBe('2xx');
  });
});

describe('fieldDraft', () => {
  it('writes nothing when it says what is written', () => {
    expect(fieldDraft({ node: 'a' }, ['port'], '80', 80, 80).edit).toBeUndefined();
  });

  it('removes a field that is emptied', () => {
    expect(fieldDraft({ node: 'a' }, ['port'], '', undefined, 80).edit).toEqual({
      type: 'setField',
      target: { node: 'a' },
      path: ['port'],
    });
  });
});

describe('isSameJson', () => {
  it('does not mind the order of members', () => {
    expect(isSameJson({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
  });

  it('tells a list from an object, and a missing member from null', () => {
    expect(isSameJson([], {})).toBe(false);
    expect(isSameJson({ a: null }, {})).toBe(false);
  });
});

describe('hostCommand', () => {
  const key = (key: string, more = {}) =>
    hostCommand({ key, ctrlKey: true, metaKey: false, shiftKey: false, altKey: false, ...more });

  it('knows undo, redo and save on every keyboard', () => {
    expect([key('z'), key('Z', { shiftKey: true }), key('y'), key('s')]).toEqual([
      'undo',
      'redo',
      'redo',
      'save',
    ]);
    expect(key('z', { ctrlKey: false, metaKey: true })).toBe('undo');
  });

  it('leaves other keys alone', () => {
    expect([key('a'), key('z', { altKey: true }), key('s', { ctrlKey: false })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
