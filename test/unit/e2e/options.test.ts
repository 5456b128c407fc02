import { describe, expect, it } from 'vitest';
import { readOptions } from '../../e2e/demo/options';

describe('the command line of the demo', () => {
  it('waits for a person unless told otherwise', () => {
    expect(readOptions([])).toEqual({ smoke: false, shots: undefined, screenshot: undefined, help: false });
  });

  it('takes the tour with its screenshots', () => {
    expect(readOptions(['--smoke', '--shots', 'out'])).toMatchObject({ smoke: true, shots: 'out' });
  });

  it('refuses what would do nothing', () => {
    expect(() => readOptions(['--shots', 'out'])).toThrow('--shots goes with --smoke.');
    expect(() => readOptions(['--smoke', '--screenshot', 'a.png'])).toThrow('two runs');
    expect(() => readOptions(['--smok'])).toThrow(/smok/);
  });
});
