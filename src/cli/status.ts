import { readStatus } from '../live/status';
import { CONNECTION_OPTIONS, ENVIRONMENT_OPTION, EXIT, JSON_OPTION, type Command } from './command';
import { withPrepared } from './file';

export const statusCommand: Command = {
  name: 'status',
  arguments: 'FILE',
  positionals: { min: 1, max: 1 },
  summary: 'Tell the health of every hop, and the first broken one.',
  options: { ...JSON_OPTION, ...ENVIRONMENT_OPTION, ...CONNECTION_OPTIONS },
  run: (invocation) =>
    withPrepared(invocation, async (prepared, session) => {
      const { io, values } = invocation;
      const report = await readStatus(session, prepared, { signal: io.signal });
      if (values['json']) {
        const { health, brokenHop, hops, resources } = report;
        io.out(JSON.stringify({ health, brokenHop, hops, resources }, null, 2));
      } else {
        for (const hop of report.hops) {
          const name = [hop.node ?? hop.edge, hop.path].filter((part) => part !== undefined).join(' ');
          const detail = [hop.summary, hop.reason, hop.remedy]
            .filter((part) => part !== undefined)
            .join(' – ');
          io.out(`${hop.state.padEnd(9)}${name}${detail === '' ? '' : `  ${detail}`}`);
        }
        if (report.invokeUrl !== undefined) io.out(report.invokeUrl);
      }
      return report.brokenHop === undefined ? EXIT.done : EXIT.failed;
    }),
};
