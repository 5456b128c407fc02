import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Trap = `T${number}`;

interface Guard {
  /** What goes wrong. */
  readonly trap: string;
  /**
   * How it is met: as a `problem` of the file, by a look at the account before a deploy (`preflight`), as the cause of a
   * broken hop (`health`), or not at all, because nobody can ask for it (`prevented`).
   */
  readonly as: 'problem' | 'preflight' | 'health' | 'prevented';
  /** The test that shows it firing and silent, or holding for generated topologies. */
  readonly test: string;
  /** The cause, of what is met as one. */
  readonly cause?: string;
}

/** Every trap of the chain, and the test that guards against it. */
const GUARDS: Readonly<Record<Trap, Guard>> = {
  T1: { trap: 'the stage is passed on upstream', as: 'problem', test: 'kinds/apiGateway/rules' },
  T2: { trap: 'a greedy route misses its bare path', as: 'problem', test: 'kinds/apiGateway/rules' },
  T3: { trap: 'an integration by URL', as: 'problem', test: 'kinds/apiGateway/rules' },
  T4: { trap: 'a link finds no port in an A record', as: 'problem', test: 'kinds/ecsService/rules' },
  T5: { trap: 'a caller finds nothing in an SRV record', as: 'problem', test: 'kinds/ecsService/rules' },
  T6: { trap: 'a VPC link that holds a load balancer', as: 'prevented', test: 'kinds/prevented' },
  T7: { trap: 'a load balancer without a security group', as: 'prevented', test: 'live/prevented' },
  T8: { trap: 'a target group of instances', as: 'prevented', test: 'live/prevented' },
  T9: { trap: 'an image listens on another port', as: 'problem', test: 'kinds/ecsService/rules' },
  T10: { trap: 'a demo image answers any path', as: 'problem', test: 'kinds/client/rules' },
  T11: { trap: 'tasks have no way out', as: 'preflight', test: 'live/preflight/egress' },
  T12: { trap: 'a zone of the load balancer has no task', as: 'problem', test: 'kinds/nlb/rules' },
  T13: { trap: 'a zone without VPC links', as: 'preflight', test: 'live/preflight/network' },
  T14: { trap: 'a VPC without DNS', as: 'preflight', test: 'live/preflight/network' },
  T15: { trap: 'no grace period', as: 'problem', test: 'kinds/ecsService/rules' },
  T16: { trap: 'a rollback taken for a success', as: 'prevented', test: 'live/prevented' },
  T17: { trap: 'a slow deregistration', as: 'prevented', test: 'kinds/prevented' },
  T18: {
    trap: 'a link asleep',
    as: 'health',
    test: 'live/hops/hops',
    cause: 'linkInactive',
  },
  T19: { trap: 'a namespace twice in a VPC', as: 'preflight', test: 'live/preflight/names' },
  T20: { trap: 'a namespace under .local', as: 'problem', test: 'kinds/cloudMap/rules' },
  T21: { trap: 'names beyond 32 characters', as: 'prevented', test: 'kinds/prevented' },
  T22: { trap: 'private names outside of the VPC', as: 'problem', test: 'kinds/apiGateway/rules' },
  T23: { trap: 'an open API without a throttle', as: 'problem', test: 'kinds/apiGateway/rules' },
  T24: { trap: "the client's address on the way to tasks", as: 'prevented', test: 'live/prevented' },
  T25: { trap: 'moving and rationed images', as: 'problem', test: 'kinds/ecsService/rules' },
  T26: {
    trap: 'an image for another processor',
    as: 'health',
    test: 'live/hops/decode',
    cause: 'wrongArchitecture',
  },
  T27: { trap: 'rules by addresses', as: 'prevented', test: 'kinds/prevented' },
  T28: { trap: 'limits of a route that is not there', as: 'prevented', test: 'kinds/prevented' },
  T29: { trap: 'a replacement under the same name', as: 'prevented', test: 'live/prevented' },
  T30: { trap: 'a port open for nobody in particular', as: 'problem', test: 'kinds/ecsService/rules' },
  T31: {
    trap: 'a stage that silently does not deploy',
    as: 'health',
    test: 'live/hops/hops',
    cause: 'stageFailed',
  },
  T32: { trap: 'secrets as variables', as: 'problem', test: 'kinds/ecsService/rules' },
};

describe('traps', () => {
  it('are thirty-two, and each has a guard', () => {
    expect(Object.keys(GUARDS)).toEqual(Array.from({ length: 32 }, (_, index) => `T${index + 1}`));
  });

  it.each(Object.entries(GUARDS))('%s is guarded: $trap', (id, { as, test, cause }) => {
    const file = new URL(`./${test}.test.ts`, import.meta.url);
    expect(existsSync(file), file.pathname).toBe(true);
    const text = readFileSync(file, 'utf8');
    if (as === 'problem') expect(text).toContain(`code: '${id}',`);
    else if (as === 'health') expect(text).toContain(`'${cause}'`);
    // The test says in its title which trap it is about.
    else expect(text).toMatch(new RegExp(`(it|describe|always|each\\([^)]*\\))\\(\\s*'${id}\\b`));
  });
});
