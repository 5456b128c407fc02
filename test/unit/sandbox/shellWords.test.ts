import { expect, test } from 'vitest';
import { readLine } from '../../../src/sandbox/shell/words';

const valueOf = (name: string) => ({ URL: 'http://a', EMPTY: '', '?': '3' })[name] ?? '';
const wordsOf = (line: string) => {
  const read = readLine(line, valueOf);
  return read.ok ? read.commands.map(({ words, after }) => [after, ...words]) : read.reason;
};

test.each<[string, unknown]>([
  ['', []],
  ['  curl   x  ', [[';', 'curl', 'x']]],
  [`echo 'a $URL' "b $URL" $URL/c`, [[';', 'echo', 'a $URL', 'b http://a', 'http://a/c']]],
  ['echo $EMPTY "$EMPTY" ${URL}x $?', [[';', 'echo', '', 'http://ax', '3']]],
  [
    'a; b && c || d',
    [
      [';', 'a'],
      [';', 'b'],
      ['&&', 'c'],
      ['||', 'd'],
    ],
  ],
  [String.raw`echo a\ b "q\"q" "\$URL"`, [[';', 'echo', 'a b', 'q"q', '$URL']]],
  ['echo a#b # comment', [[';', 'echo', 'a#b']]],
  ['echo "open', 'sh: unterminated quoted string'],
  ['env | grep x', 'sh: this shell of the sandbox has no pipes: |'],
  ['env > file', 'sh: this shell of the sandbox has no redirections: >'],
  ['echo `id`', 'sh: this shell of the sandbox has no command substitution: `'],
  ['echo $(id)', 'sh: this shell of the sandbox has no subshells: ('],
])('reads %j', (line, expected) => {
  expect(wordsOf(line)).toEqual(expected);
});
