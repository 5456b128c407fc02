import type { Task } from '@aws-sdk/client-ecs';
import { looksSecret } from '../kinds/ecsService/secrets';
import { plain } from '../model/logText';
import { ask } from './ask';
import { maskSecrets } from './blackBox/maskSecrets';
import { blackBoxPage } from './blackBox/page';
import { judgeHops } from './hops';
import type { Answer, Answers, Snapshot } from './hops/snapshot';
import { tailLogs, type LogLine } from './logs';
import { logGroupsOf, type LogSource } from './logs/sources';
import type { Prepared } from './prepare';
import type { Session } from './session';
import { stoppedTasks } from './services/calls';
import { directSources, takeSnapshot } from './snapshot';

/** How far back log lines are kept, in milliseconds, and how many of each service. */
const LOGS = { since: 30 * 60_000, lines: 100 } as const;

/**
 * Everything that AWS soon forgets about a stack, as Markdown: stopped tasks (kept for an hour), events of services (the
 * last hundred), reasons of health checks, the last log lines; with what is thought of it. What looks like a secret is
 * masked. What cannot be read is said in its place; throws only when nothing can be asked at all.
 */
export async function gatherBlackBox(
  session: Session,
  prepared: Prepared,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<string> {
  const snapshot = await takeSnapshot(directSources(session), prepared, { ...(signal && { signal }) });
  const [logs, stopped] = await Promise.all([
    lastLines(session, prepared, snapshot.at, signal),
    lately(session, snapshot, signal),
  ]);
  const page = blackBoxPage(prepared, {
    account: session.identity.account,
    region: session.region,
    snapshot: { ...snapshot, tasks: stopped },
    report: judgeHops(prepared, snapshot),
    logs,
  });
  return maskSecrets(page.join('\n'), secretsOf(prepared));
}

async function lastLines(
  session: Session,
  prepared: Prepared,
  at: number,
  signal?: AbortSignal,
): Promise<Answers<readonly string[]>> {
  const read = async (source: LogSource): Promise<string[]> => {
    const last: string[] = [];
    const options = { services: [source], since: at - LOGS.since, follow: false, ...(signal && { signal }) };
    for await (const lines of tailLogs(session, options)) {
      last.push(...lines.map(logLine));
      last.splice(0, last.length - LOGS.lines);
    }
    return last;
  };
  const sources = logGroupsOf(prepared).filter(({ isAccessLog }) => !isAccessLog);
  const all = sources.map(async (source) => [source.node, await ask(read(source))] as const);
  return new Map(await Promise.all(all));
}

function logLine({ timestamp, task, message }: LogLine): string {
  return `${new Date(timestamp).toISOString()} ${task.slice(0, 8)} ${plain(message)}`;
}

/** Tasks with those that stopped, also where nothing asks why: what has recovered may have failed before. */
async function lately(
  { account }: Session,
  { found, tasks }: Snapshot,
  signal?: AbortSignal,
): Promise<Snapshot['tasks']> {
  const all = [...tasks].map(async ([id, known]): Promise<[string, Answer<readonly Task[]>]> => {
    const service = found.get(id);
    if (!service || 'unknown' in known) return [id, known];
    const stopped = await ask(stoppedTasks(account, service, signal));
    if ('unknown' in stopped) return [id, known];
    const running = known.value.filter(({ lastStatus }) => lastStatus !== 'STOPPED');
    return [id, { value: [...running, ...stopped.value] }];
  });
  return new Map(await Promise.all(all));
}

/** Values that stand in the file although they look like secrets. */
function secretsOf({ resources }: Prepared): string[] {
  return resources.flatMap((it) =>
    it.type === 'AWS::ECS::TaskDefinition'
      ? Object.values(it.props.containers).flatMap(({ environment }) =>
          Object.entries(environment).flatMap(([name, value]) => (looksSecret(name, value) ? [value] : [])),
        )
      : [],
  );
}
