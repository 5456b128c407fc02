import { expect, it } from 'vitest';
import type { Plan } from '../../../src/engine/plan';
import { withRemedies } from '../../../src/live/failures';
import { EMPTY_PLAN } from '../../fakes/emptyPlan';

const plan: Plan = {
  ...EMPTY_PLAN,
  decisions: [
    { resource: { id: 'users/service', type: 'AWS::ECS::Service', props: {} }, action: 'keep' },
    { resource: { id: 'api/api', type: 'AWS::ApiGatewayV2::Api', props: {} }, action: 'keep' },
  ],
};

it('says of tasks that do not start what helps, and nothing of what it does not know', () => {
  const failed = (id: string, reason: string) => ({ id, reason, error: undefined });
  const pulled = 'The service went back to users:1: CannotPullContainerError: users:2: not found';
  const failures = [
    failed('users/service', pulled),
    failed('users/service', 'The service is DRAINING'),
    failed('api/api', 'TooManyRequestsException'),
  ];
  expect(withRemedies(failures, plan).map(({ reason }) => reason)).toEqual([
    `${pulled}. Correct the name or tag of the image.`,
    'The service is DRAINING',
    'TooManyRequestsException',
  ]);
});
