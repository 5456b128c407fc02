import { createRegistry, KINDS } from '../kinds/index';
import { prepare, regionOf, type Destination, type Prepared } from '../live/prepare';
import { openSession, type Session } from '../live/session';
import { systemClock } from '../aws/clock';
import { checkText, type LocatedProblem } from '../model/checkText';
import type { JsonObject } from '../model/json';
import { inEnvironment, missingEnvironment } from '../model/environment';
import type { Problem } from '../model/problem';
import { readTopology } from '../model/topology';
import { validate, validateTopology } from '../model/validate';
import { EXIT, text, UserError, type Invocation } from './command';

export interface LoadedFile {
  readonly path: string;
  readonly document: JsonObject | undefined;
  /** What --env names. */
  readonly environment: string | undefined;
  readonly problems: readonly (LocatedProblem & { readonly line: number; readonly column: number })[];
}

/** Reads the file of an invocation and checks what is asked of it, base or environment, or all that it has. */
export async function loadFile(
  { positionals, values, io }: Invocation,
  scope: 'asked' | 'all' = 'asked',
): Promise<LoadedFile> {
  const [path = ''] = positionals;
  let content: string;
  try {
    content = await io.readFile(path);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UserError(missing ? `There is no such file: ${path}` : `The file cannot be read: ${path}`);
  }
  const registry = createRegistry(KINDS);
  const environment = text(values, 'env');
  const { document, problems } = checkText(content, registry, (file) =>
    scope === 'all'
      ? validate(file, registry)
      : validateTopology(readTopology(file, registry, environment), registry),
  );
  const unknown =
    document && environment !== undefined ? missingEnvironment(document, environment) : undefined;
  if (unknown !== undefined) throw new UserError(unknown, EXIT.usage);
  return {
    path,
    document,
    environment,
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

/** The document of an invocation, which has no errors; else they are told. */
export async function loadDocument(
  invocation: Invocation,
): Promise<{ readonly document: JsonObject; readonly environment: string | undefined }> {
  const { path, document, environment, problems } = await loadFile(invocation);
  const errors = problems.filter(isError);
  if (document !== undefined && errors.length === 0) return { document, environment };
  throw new UserError(
    ['The topology has errors:', ...errors.map((problem) => problemLine(path, problem))].join('\n'),
  );
}

/** The document for a region and account; what keeps it from them is told. */
export function prepareFor(document: JsonObject, destination: Destination): Prepared {
  const prepared = prepare(document, createRegistry(KINDS), destination);
  if (prepared.ok) return prepared.value;
  throw new UserError(
    prepared.problems
      .filter(isError)
      .map(({ message }) => message)
      .join('\n'),
  );
}

/** Opens the connection, prepares the file for it, and closes it when `use` is over. */
export async function withPrepared<T>(
  invocation: Invocation,
  use: (prepared: Prepared, session: Session) => Promise<T>,
): Promise<T> {
  const { document, environment } = await loadDocument(invocation);
  return withSession(invocation, regionOf(inEnvironment(document, environment)), async (session) => {
    const { region, identity } = session;
    return use(prepareFor(document, { region, account: identity.account, environment }), session);
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
