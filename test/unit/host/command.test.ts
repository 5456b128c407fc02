import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/aws/errors';
import { createEdge } from '../../../src/host/command';
import { Cancelled, UserError, type Action } from '../../../src/host/errors';

function edgeWithRecords() {
  const shown: { message: string; actions: string[] }[] = [];
  const logged: string[] = [];
  const write = (line: string) => void logged.push(line);
  const edge = createEdge(
    { debug: write, info: write, warn: write, error: write },
    {
      error: (message: string, actions: readonly Action[]) =>
        void shown.push({ message, actions: actions.map(({ title }) => title) }),
    },
  );
  return { edge, shown, logged };
}

describe('the edge of a command', () => {
  it('hands through what went well', async () => {
    const { edge, shown } = edgeWithRecords();
    expect(await edge.run('Planning', () => 42)).toBe(42);
    expect(shown).toEqual([]);
  });

  it.each([
    ['our own', new Cancelled()],
    ['an abort', new DOMException('stopped', 'AbortError')],
    ["VS Code's", Object.assign(new Error('Canceled'), { name: 'Canceled' })],
  ])('says nothing of a cancel: %s', async (_name, error) => {
    const { edge, shown, logged } = edgeWithRecords();
    await edge.run('Planning', () => Promise.reject(error));
    expect([shown, logged]).toEqual([[], []]);
  });

  it('shows the sentence and the buttons of what a person can mend', async () => {
    const { edge, shown } = edgeWithRecords();
    const error = new UserError('Choose a region.', [{ title: 'Choose', command: 'x' }]);
    await edge.run('Planning', () => Promise.reject(error));
    expect(shown).toEqual([{ message: 'Choose a region.', actions: ['Choose'] }]);
  });

  it('offers another connection when credentials have expired', async () => {
    const { edge, shown } = edgeWithRecords();
    const error = new AwsError('The AWS session has expired.', {
      kind: 'credentialsExpired',
      code: 'ExpiredToken',
      service: 'sts',
      operation: 'GetCallerIdentity',
      reason: 'expired',
    });
    await edge.run('Planning', () => Promise.reject(error));
    expect(shown[0]?.actions).toEqual(['Select connection', 'Show log']);
  });

  it('keeps the stack of what nobody expected in the log only', async () => {
    const { edge, shown, logged } = edgeWithRecords();
    await edge.run('Planning', () => Promise.reject(new Error('boom', { cause: new Error('deeper') })));
    expect(shown).toEqual([{ message: 'Planning did not work. The log says why.', actions: ['Show log'] }]);
    expect(logged.join('\n')).toMatch(/Planning: Error: boom\n\s+at /);
    expect(logged.join('\n')).toContain('Caused by: Error: deeper');
  });

  it('disturbs nobody with what nobody asked for', async () => {
    const { edge, shown, logged } = edgeWithRecords();
    await edge.quietly('Reading the status', () => Promise.reject(new UserError('No connection.')));
    expect(shown).toEqual([]);
    expect(logged).toEqual(['Reading the status: No connection.']);
  });
});
