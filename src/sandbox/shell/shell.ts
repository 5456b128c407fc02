import type { SessionAnswer, SessionQuestion } from '../../aws/sandboxSession';
import { inRegion, type Simulation } from '../context';
import { commands } from './commands';
import { environmentOf, type Outcome, type Place } from './place';
import type { ShellSession } from './session';
import { readLine, type Command } from './words';

/** Before each line; what is typed behind it runs in the container. */
const prompt = '/ # ';

/** The programs that read lines, wherever an image has them. */
const interactive = /^(\/(usr\/)?bin\/)?(sh|ash|bash)$/;

/**
 * Goes on with a session: starts its command, or runs a line in the shell that it started. A task that no longer runs
 * has no terminal.
 */
export async function answerShell(
  simulation: Simulation,
  session: ShellSession,
  { line }: SessionQuestion,
  signal: AbortSignal,
): Promise<SessionAnswer> {
  const context = inRegion(simulation, session.region);
  const task = context.region.ecs.tasks.get(session.taskArn);
  if (task?.status !== 'RUNNING')
    return { output: 'The task has stopped, and the session with it.\n', code: 255 };
  const place = { context, task, container: session.container, code: session.code };
  if (line === undefined) return begin(session, place, signal);
  const outcome = await runLine(line, place, signal);
  session.code = outcome.code;
  return outcome.ends ? { output: outcome.text, code: outcome.code } : { output: outcome.text, prompt };
}

async function begin({ command }: ShellSession, place: Place, signal: AbortSignal): Promise<SessionAnswer> {
  // Nobody expands it but the shell that it starts.
  const read = readLine(command, (name) => `\${${name}}`);
  const words = read.ok ? (read.commands[0]?.words ?? []) : [];
  const [program = '', flag, script] = words;
  if (!interactive.test(program)) return ended(await runLine(command, place, signal));
  if (flag === '-c') return ended(await runLine(script ?? '', place, signal));
  return { output: 'The sandbox has no image: this is a small shell. "help" lists what it knows.\n', prompt };
}

function ended({ text, code }: Outcome): SessionAnswer {
  return { output: text, code };
}

/** Runs the commands of a line one after the other. */
async function runLine(line: string, place: Place, signal: AbortSignal): Promise<Outcome> {
  const environment = environmentOf(place);
  const valueOf = (name: string) => (name === '?' ? String(place.code) : (environment.get(name) ?? ''));
  const read = readLine(line, valueOf);
  if (!read.ok) return { text: `${read.reason}\n`, code: 2 };
  let text = '';
  let code = place.code;
  for (const [index, command] of read.commands.entries()) {
    if (index > 0 && !runsAfter(command, code)) continue;
    const outcome = await runCommand(command.words, { ...place, code }, signal);
    text += outcome.text;
    code = outcome.code;
    if (outcome.ends) return { text, code, ends: true };
  }
  return { text, code };
}

function runsAfter({ after }: Command, code: number): boolean {
  return after === ';' || (after === '&&') === (code === 0);
}

async function runCommand(
  [name = '', ...args]: readonly string[],
  place: Place,
  signal: AbortSignal,
): Promise<Outcome> {
  const command = commands.get(name.split('/').at(-1) ?? '');
  return command ? command.run(args, place, signal) : { text: `sh: ${name}: not found\n`, code: 127 };
}
