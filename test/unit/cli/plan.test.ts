import { expect, it, onTestFinished } from 'vitest';
import { planCommand } from '../../../src/cli/plan';
import { PreflightError } from '../../../src/live/preflightError';
import { chain } from '../../fakes/topologies';
import { openWorld } from '../live/world';
import { invocation } from './invocation';

async function planIn(subnetIds: readonly string[]) {
  const world = await openWorld();
  onTestFinished(() => world.close());
  const run = invocation({ ...chain(), network: { vpcId: 'vpc-0123', subnetIds } }, { json: true });
  const open = () => Promise.resolve({ connection: world.connection, close: () => Promise.resolve() });
  const result = await planCommand.run({ ...run, open }).catch((error: unknown) => error);
  return { result, printed: JSON.parse(run.printed.join('\n')) as unknown };
}

it('prints what preflight found with severity, code and node', async () => {
  const warned = await planIn(['subnet-a']);
  expect(warned.result).toBe(0);
  expect(warned.printed).toMatchObject({
    warnings: [
      { severity: 'warning', code: 'one-zone' },
      { severity: 'info', code: 'service-linked-role' },
    ],
  });

  const refused = await planIn(['subnet-public', 'subnet-b']);
  expect(refused.result).toBeInstanceOf(PreflightError);
  expect(refused.printed).toMatchObject({ problems: [{ severity: 'error', code: 'T11', node: 'users' }] });
});
