import { listStacks } from '../aws/stacks';
import { CONNECTION_OPTIONS, EXIT, JSON_OPTION, type Command } from './command';
import { withSession } from './file';

export const stacksCommand: Command = {
  name: 'stacks',
  arguments: '',
  positionals: { min: 0, max: 0 },
  summary: 'List what our tags say the account holds.',
  options: { ...JSON_OPTION, ...CONNECTION_OPTIONS },
  run: (invocation) =>
    withSession(invocation, undefined, async (session) => {
      const { io, values } = invocation;
      const stacks = await listStacks(session.account, io.signal);
      if (values['json']) io.out(JSON.stringify(stacks, null, 2));
      else {
        for (const { stack, nodes, seen } of stacks)
          io.out(`${stack}  ${seen} resources of ${nodes.join(', ')}`);
        if (stacks.length === 0) io.out(`No stacks in ${session.identity.account} ${session.region}.`);
      }
      return EXIT.done;
    }),
};
