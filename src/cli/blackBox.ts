import { gatherBlackBox } from '../live/blackBox';
import { CONNECTION_OPTIONS, ENVIRONMENT_OPTION, EXIT, type Command } from './command';
import { withPrepared } from './file';

export const blackBoxCommand: Command = {
  name: 'black-box',
  arguments: 'FILE',
  positionals: { min: 1, max: 1 },
  summary: 'Print what AWS soon forgets as Markdown: stopped tasks, events, health reasons, last log lines.',
  options: { ...ENVIRONMENT_OPTION, ...CONNECTION_OPTIONS },
  run: (invocation) =>
    withPrepared(invocation, async (prepared, session) => {
      const { io } = invocation;
      io.out(await gatherBlackBox(session, prepared, { signal: io.signal }));
      return EXIT.done;
    }),
};
