import { describe, expect, it } from 'vitest';
import { isPressed, keyText, type KeyPress } from '../../../webview/actions/keys';
import { ACTIONS } from '../../../webview/actions/table';
import { hostCommand } from '../../../webview/hostKeys';
import { matching } from '../../../webview/overlays/matching';

function press(key: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
  return { key, code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers };
}

/** The event that a key of the table stands for. */
function pressOf(key: string): KeyPress {
  const parts = key.split('+');
  const name = key.endsWith('+') ? '+' : (parts.at(-1) ?? '');
  const has = (modifier: string) => parts.includes(modifier);
  return press(name, { ctrlKey: has('Mod'), shiftKey: has('Shift'), altKey: has('Alt') });
}

describe('the table of actions', () => {
  const keys = ACTIONS.flatMap(({ id, keys = [] }) => keys.map((key) => ({ id, key })));

  it('gives every action an id of its own', () => {
    expect(new Set(ACTIONS.map(({ id }) => id)).size).toBe(ACTIONS.length);
  });

  it.each(keys)('hears $key as $id and as nothing else', ({ id, key }) => {
    const hearing = keys.filter((other) => isPressed(other.key, pressOf(key)));
    expect(hearing.map((other) => other.id)).toEqual([id]);
  });

  it('leaves undo, redo and save to the page, which knows what is typed', () => {
    const heard = ACTIONS.filter(({ heardElsewhere }) => !heardElsewhere).flatMap(({ keys = [] }) => keys);
    expect(heard.filter((key) => hostCommand(pressOf(key)))).toEqual([]);
  });

  it('can do by key whatever a menu offers, but the box with all alignments, which have keys themselves', () => {
    const without = ACTIONS.filter(({ menus, keys }) => menus && !keys).map(({ id }) => id);
    expect(without).toEqual(['arrange']);
  });
});

describe('a key', () => {
  it('is told from the same letter with other modifiers', () => {
    expect(isPressed('A', press('a'))).toBe(true);
    expect(isPressed('A', press('A', { shiftKey: true }))).toBe(false);
    expect(isPressed('A', press('a', { ctrlKey: true }))).toBe(false);
    expect(isPressed('Mod+A', press('a', { metaKey: true }))).toBe(true);
  });

  it('is found though a Mac types another letter with Alt', () => {
    expect(isPressed('Alt+A', { ...press('a', { altKey: true }), key: 'å' })).toBe(true);
  });

  it('is a sign wherever the keyboard has it', () => {
    expect(isPressed('?', press('?', { shiftKey: true }))).toBe(true);
    expect(isPressed('/', press('/', { shiftKey: true }))).toBe(true);
    expect(isPressed('+', press('+'))).toBe(true);
  });

  it('is written as the machine writes it', () => {
    expect(keyText('Mod+Shift+ArrowLeft', false)).toBe('Ctrl+Shift+←');
    expect(keyText('Mod+Shift+ArrowLeft', true)).toBe('⌘⇧←');
    expect(keyText('+', false)).toBe('+');
  });
});

describe('typing to find', () => {
  const entries = [
    { title: 'nlb-order-service', detail: 'Network load balancer · orders' },
    { title: 'order-service', detail: 'ECS service' },
    { title: 'reorder', detail: 'ECS service' },
    { title: 'client', detail: 'Client · order' },
  ];
  const titles = (typed: string) => matching(entries, typed).map(({ title }) => title);

  it('takes all words, beginnings of words in the title before anything else', () => {
    expect(titles('order')).toEqual(['nlb-order-service', 'order-service', 'reorder', 'client']);
    expect(titles('ser ord')).toEqual(['nlb-order-service', 'order-service', 'reorder']);
    expect(titles('balancer')).toEqual(['nlb-order-service']);
    expect(titles('ORDER ecs')).toEqual(['order-service', 'reorder']);
  });

  it('offers everything before anything is typed, and nothing for what is not there', () => {
    expect(titles('  ')).toHaveLength(4);
    expect(titles('queue')).toEqual([]);
  });
});
