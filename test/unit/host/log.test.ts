import { expect, it } from 'vitest';
import { callLine } from '../../../src/host/log';

it('writes one line a call, with resource, duration, request id and error', () => {
  expect(
    callLine({
      service: 'ecs',
      operation: 'CreateService',
      resource: 'user-service/service',
      durationMs: 131.6,
      requestId: 'r-1',
      error: 'ThrottlingException',
    }),
  ).toBe('ecs CreateService · for user-service/service · 132 ms · r-1 · failed: ThrottlingException');
});
