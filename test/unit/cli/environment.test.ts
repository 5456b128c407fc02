import { describe, expect, it } from 'vitest';
import { deployCommand } from '../../../src/cli/deploy';
import { destroyCommand } from '../../../src/cli/destroy';
import { logsCommand } from '../../../src/cli/logs';
import { planCommand } from '../../../src/cli/plan';
import { requestCommand } from '../../../src/cli/request';
import { statusCommand } from '../../../src/cli/status';
import { validateCommand } from '../../../src/cli/validate';
import { chain } from '../../fakes/topologies';
import { invocation } from './invocation';

const COMMANDS = [
  ...[validateCommand, planCommand, deployCommand, destroyCommand, statusCommand],
  ...[logsCommand, requestCommand],
];

const file = {
  ...chain(),
  environments: { dev: { nodes: { users: { cpu: 300 } } }, prod: { nodes: { users: { desiredCount: 4 } } } },
};

describe('--env', () => {
  it.each(COMMANDS)('is wrong usage where the file has none of that name: $name', async (command) => {
    const run = invocation(file, { env: 'staging', yes: true });
    await expect(command.run(run)).rejects.toMatchObject({
      message: 'There is no environment staging. Name dev or prod.',
      exitCode: 64,
    });
    expect(run.asked).toEqual([]);
  });

  it('validates that environment only, and without it all of the file', async () => {
    const places = async (env?: string) => {
      const run = invocation(file, { json: true, ...(env !== undefined && { env }) });
      const code = await validateCommand.run(run);
      const { problems } = JSON.parse(run.printed.join('\n')) as { problems: { path: string }[] };
      return [code, ...problems.map(({ path }) => path)];
    };
    expect(await places('prod')).toEqual([0]);
    expect(await places('dev')).toEqual([1, '/environments/dev/nodes/users/cpu']);
    expect(await places()).toEqual([1, '/environments/dev/nodes/users/cpu']);
  });

  it('plans nothing of an environment with errors', async () => {
    await expect(planCommand.run(invocation(file, { env: 'dev' }))).rejects.toThrow(
      /^The topology has errors:\n.*In dev: cpu must be /,
    );
  });
});
