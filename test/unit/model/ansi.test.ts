import { expect, it } from 'vitest';
import { ansiSegments, terminalLine } from '../../../src/model/ansi';

const ESC = '\u001b';

it.each([
  ['plain text', 'GET /users 200', [{ text: 'GET /users 200' }]],
  ['a tab', 'a\tb', [{ text: 'a\tb' }]],
  [
    'a colour and its end',
    `${ESC}[31mred${ESC}[0m plain`,
    [{ text: 'red', foreground: 1 }, { text: ' plain' }],
  ],
  ['several at once', `${ESC}[1;4;92mx`, [{ text: 'x', bold: true, underline: true, foreground: 10 }]],
  ['a background', `${ESC}[44mx${ESC}[49my`, [{ text: 'x', background: 4 }, { text: 'y' }]],
  ['the palette', `${ESC}[38;5;12mx`, [{ text: 'x', foreground: 12 }]],
  ['colours beyond the sixteen', `${ESC}[38;5;200mx${ESC}[38;2;1;31;3my`, [{ text: 'x' }, { text: 'y' }]],
  ['moves of the cursor', `a${ESC}[2J${ESC}[10;10Hb`, [{ text: 'a' }, { text: 'b' }]],
  ['a window title', `a${ESC}]0;evil\u0007b`, [{ text: 'a' }, { text: 'b' }]],
  ['a link', `${ESC}]8;;http://x${ESC}\\here`, [{ text: 'here' }]],
  ['bells, backspaces and C1', 'a\u0007\b\u009d\u0085b', [{ text: 'ab' }]],
  ['a sequence that is cut off', `a${ESC}[3`, [{ text: 'a' }]],
])('reads %s', (_name, line, segments) => {
  // Through JSON: an attribute that was switched off and one that never was are the same.
  expect(JSON.parse(JSON.stringify(ansiSegments(line)))).toEqual(segments);
});

it('keeps the text whatever the sequences are', () => {
  const text = ansiSegments(`${ESC}[31mone${ESC}[39m two${ESC}[7m three`);
  expect(text.map((segment) => segment.text).join('')).toBe('one two three');
});

it.each([
  ['colours stay', `${ESC}[31mred${ESC}[0m plain`, `${ESC}[31mred${ESC}[0m plain`],
  ['moves of the cursor go whole', `a${ESC}[2J${ESC}[10;10Hb`, 'ab'],
  ['a window title goes whole', `a${ESC}]0;evil\u0007b`, 'ab'],
  ['a tab stays, other control characters go', 'a\tb\u0008\r\u0000c', 'a\tbc'],
])('of a line for a terminal %s', (_what, line, expected) => {
  expect(terminalLine(line)).toBe(expected);
});
