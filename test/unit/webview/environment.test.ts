import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/model/problem';
import { placeShown, problemsShown } from '../../../webview/environment';

const file = {
  nodes: { users: { cpu: 300, image: 'a' }, queue: { kind: 'x' } },
  environments: { dev: { nodes: { users: { cpu: 256, list: [{ port: 1 }] }, queue: null } }, prod: {} },
};
const problem = (path: string, more: Partial<Problem> = {}): Problem => ({
  severity: 'error',
  code: 'bad',
  message: 'Bad.',
  path,
  ...more,
});

describe('problems of what is shown', () => {
  const all = [
    problem('/nodes/users/cpu', { node: 'users' }),
    problem('/nodes/users/image', { node: 'users' }),
    problem('/nodes/queue/kind', { node: 'queue' }),
    problem('/environments/dev/nodes/users/list/0/port', { environment: 'dev', node: 'users' }),
    problem('/network', { environment: 'prod' }),
  ];

  it('are those of the base while it is', () => {
    expect(problemsShown(all, file, undefined)).toEqual(all.slice(0, 3));
  });

  it('are those found in an environment, and of the base what it neither changes nor leaves out', () => {
    expect(problemsShown(all, file, 'dev').map(({ path }) => path)).toEqual([
      '/nodes/users/image',
      '/nodes/users/list/0/port',
    ]);
    expect(problemsShown(all, file, 'prod').map(({ path }) => path)).toEqual([
      '/nodes/users/cpu',
      '/nodes/users/image',
      '/nodes/queue/kind',
      '/network',
    ]);
  });

  it('are shown in the text where they stand', () => {
    expect(placeShown(file, 'dev', '/nodes/users/list/0/port')).toBe(
      '/environments/dev/nodes/users/list/0/port',
    );
    expect(placeShown(file, 'dev', '/nodes/users/image')).toBe('/nodes/users/image');
    expect(placeShown(file, 'prod', '/nodes/users/cpu')).toBe('/nodes/users/cpu');
    expect(placeShown(file, undefined, '/nodes/users/cpu')).toBe('/nodes/users/cpu');
  });
});
