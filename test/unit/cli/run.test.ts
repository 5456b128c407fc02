import { expect, it } from 'vitest';
import type { Unfinished } from '../../../src/engine/progress';
import { toAwsError } from '../../../src/aws/sdkErrors';
import { EXIT, type Invocation } from '../../../src/cli/command';
import { askToSignIn, conclude } from '../../../src/cli/run';
import type { RunSummary } from '../../../src/live/deploy';

const expired = toAwsError(Object.assign(new Error('The token has expired'), { name: 'ExpiredToken' }), {
  service: 'ecs',
  operation: 'UpdateService',
});

/** A terminal that gives one answer, or none. */
function terminal(answer?: string | Error, signal: AbortSignal = new AbortController().signal) {
  const lines: string[] = [];
  const asked: string[] = [];
  const invocation: Invocation = {
    positionals: [],
    values: { profile: 'dev' },
    io: {
      out: (line) => lines.push(line),
      note: () => undefined,
      ask(question) {
        asked.push(question);
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
      readFile: () => Promise.reject(new Error('no file')),
      env: {},
      signal,
      run: () => Promise.reject(new Error('no program')),
      converse: () => Promise.reject(new Error('no terminal')),
    },
    open: () => Promise.reject(new Error('no connection')),
  };
  return { invocation, lines, asked };
}

const SUMMARY: RunSummary = {
  result: 'succeeded',
  failures: [],
  done: [],
  underWay: [],
  notStarted: [],
  outputs: { apis: {} },
  left: [],
  calls: {},
};

it('an expired session is asked about with how to sign in; Enter goes on', async () => {
  const { invocation, asked } = terminal('');
  expect(await askToSignIn(invocation)(expired)).toBe(true);
  expect(asked).toEqual([
    'The AWS session has expired: The token has expired\nSign in again ("aws sso login --profile dev") and press Enter to go on; Ctrl+C stops here. ',
  ]);
});

it('without a terminal, or interrupted, nobody signs in', async () => {
  expect(await askToSignIn(terminal(undefined).invocation)(expired)).toBe(false);
  const interrupted = terminal(new Error('aborted'), AbortSignal.abort());
  expect(await askToSignIn(interrupted.invocation)(expired)).toBe(false);
});

it('a cancelled run says what is done, what goes on and how to stop that, and what was not begun', () => {
  const underWay: Unfinished[] = [
    {
      id: 'users/service',
      type: 'AWS::ECS::Service',
      node: 'users',
      action: 'update',
      reason: '1 of 2 tasks run',
    },
  ];
  const { invocation, lines } = terminal();
  const summary = {
    ...SUMMARY,
    result: 'cancelled' as const,
    done: ['nlb/loadBalancer'],
    underWay,
    notStarted: ['api/stage'],
  };
  const rollouts = [{ id: 'users/service', arn: 'arn:x' }];
  expect(conclude(invocation, summary, { rollouts })).toBe(EXIT.interrupted);
  expect(lines).toEqual([
    'Done: nlb/loadBalancer',
    'Under way in the account: update users/service: 1 of 2 tasks run',
    'The rollout of users/service goes on. To stop it and go back: aws ecs stop-service-deployment --stop-type ROLLBACK --service-deployment-arn arn:x',
    'Not begun: api/stage',
    'cancelled; run the same command again to go on from here.',
  ]);
});

it('a deploy that was rolled back has failed all the same', () => {
  const failures = [{ id: 'users/service', reason: 'The rollout failed', error: undefined }];
  const { invocation, lines } = terminal();
  expect(conclude(invocation, { ...SUMMARY, result: 'failed', failures }, { rollback: SUMMARY })).toBe(
    EXIT.failed,
  );
  expect(lines).toEqual([
    'users/service failed: The rollout failed',
    'failed; rolled back: the account is as it was before.',
  ]);
});
