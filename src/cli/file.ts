import { createRegistry, KINDS } from '../kinds/index';
import { prepare, regionOf, type Prepared } from '../live/prepare';
import { openSession, type Session } from '../live/session';
import { systemClock } from '../aws/clock';
import { checkText, type LocatedProblem } from '../model/checkText';
import type { JsonObject } from '../model/json';
import type { Problem } from '../model/problem';
import { EXIT, UserError, type Invocation } from './command';

export interface LoadedFile {
  readonly path: string;
  readonly document: JsonObject | undefined;
  readonly problems: readonly (LocatedProblem & { readonly line: number; readonly column: number })[];
}

/** Reads and checks the file of an invocation. */
export async function loadFile({ positionals, io }: Invocation): Promise<LoadedFile> {
  const [path = ''] = positionals;
  let content: string;
  try {
    content = await io.readFile(path);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UserError(missing ? `There is no such file: ${path}` : `The file cannot be read: ${path}`);
  }
  const { document, problems } = checkText(content, createRegistry(KINDS));
  return {
    path,
    document,
    problems: problems.map((problem) => ({ ...problem, ...position(content, problem.offset) })),
  };
}

function position(content: string, offset: number) {
  const before = content.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** `file:line:column: severity: message (code)`, as compilers print it. */
export function problemLine(path: string, problem: LoadedFile['problems'][number]): string {
  const { line, column, severity, message, code } = problem;
  return `${path}:${line}:${column}: ${severity}: ${message} (${code})`;
}

/** Opens the connection, prepares the file for it, and closes it when `use` is over. */
export async function withPrepared<T>(
  invocation: Invocation,
  use: (prepared: Prepared, session: Session) => Promise<T>,
): Promise<T> {
  const file = await loadFile(invocation);
  const { document } = file;
  if (document === undefined || file.problems.some(({ severity }) => severity === 'error')) {
    throw new UserError(
      [
        'The topology has errors:',
        ...file.problems.filter(isError).map((problem) => problemLine(file.path, problem)),
      ].join('\n'),
    );
  }
  return withSession(invocation, regionOf(document), async (session) => {
    const { region, identity } = session;
    const prepared = prepare(document, createRegistry(KINDS), { region, account: identity.account });
    if (!prepared.ok)
      throw new UserError(
        prepared.problems
          .filter(isError)
          .map(({ message }) => message)
          .join('\n'),
      );
    return use(prepared.value, session);
  });
}

/** Opens the connection that the options name, and closes it when `use` is over. */
export async function withSession<T>(
  { values, io, open }: Invocation,
  fileRegion: string | undefined,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  if (fileRegion !== undefined && typeof values['region'] === 'string' && values['region'] !== fileRegion) {
    throw new UserError(`The file names its region, so --region is not for it: ${fileRegion}`, EXIT.usage);
  }
  const opened = await open(values, fileRegion);
  try {
    const session = await openSession(opened.connection, {
      clock: systemClock(),
      random: Math.random,
      signal: io.signal,
    });
    try {
      return await use(session);
    } finally {
      session.account.dispose();
    }
  } finally {
    await opened.close();
  }
}

function isError({ severity }: Pick<Problem, 'severity'>): boolean {
  return severity === 'error';
}
