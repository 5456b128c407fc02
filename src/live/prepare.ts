import type { Registry } from '../kinds/index';
import { stackKey, type StackName } from '../kinds/names';
import type { TopologyResource } from '../kinds/resourceTypes';
import { documentSchema } from '../model/documentSchema';
import { missingEnvironment } from '../model/environment';
import { inFile } from '../model/environmentProblems';
import { expand } from '../model/expand';
import { memberOf, type JsonValue } from '../model/json';
import type { Problem } from '../model/problem';
import { readTopology, type Topology } from '../model/topology';
import { planningProblems, validateTopology } from '../model/validate';

/** A document that can be planned: the base of a file, or one of its environments. */
export interface Prepared {
  readonly document: JsonValue;
  readonly topology: Topology;
  /** What owns the resources: `name` or `name/environment`. */
  readonly stack: string;
  readonly region: string;
  readonly resources: readonly TopologyResource[];
  /** People's own, for everything that takes tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Ids that nodes were deployed with before they were renamed, by the id of today. */
  readonly formerly: ReadonlyMap<string, string>;
}

export type Preparation =
  | { readonly ok: true; readonly value: Prepared; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Where a file is to be planned. */
export interface Destination {
  readonly region: string;
  readonly account?: string;
  /** One of the file's; the base unless given. */
  readonly environment?: string | undefined;
}

/**
 * Validates and expands the base of a file, or one of its environments, for the account and region of a connection.
 * Errors keep it from being planned; with them comes whatever else is to be said.
 */
export function prepare(file: JsonValue, registry: Registry, destination: Destination): Preparation {
  const { region, environment } = destination;
  const unknown = environment === undefined ? undefined : missingEnvironment(file, environment);
  if (unknown !== undefined) {
    const path = '/environments';
    return {
      ok: false,
      problems: [{ severity: 'error', code: 'unknown-environment', message: unknown, path }],
    };
  }
  const topology = readTopology(file, registry, environment);
  const { document } = topology;
  const problems = [
    ...validateTopology(topology, registry),
    ...[...planningProblems(document), ...connectionProblems(document, destination)].map((problem) =>
      environment === undefined ? problem : inFile(problem, file, environment),
    ),
  ];
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems };
  const { name, tags = {} } = documentSchema.parse(document);
  const stack: StackName = environment === undefined ? { name } : { name, environment };
  const resources = expand(topology, registry, { stack, region });
  const formerly = new Map(
    [...topology.nodes.values()]
      .filter(({ id, origin }) => origin !== id)
      .map(({ id, origin }) => [id, origin]),
  );
  return {
    ok: true,
    value: { document, topology, stack: stackKey(stack), region, resources, tags, formerly },
    problems,
  };
}

/** The region that a document asks for; the connection follows it. */
export function regionOf(document: JsonValue): string | undefined {
  const region = memberOf(document, 'region');
  return typeof region === 'string' ? region : undefined;
}

/** What keeps a document from a connection: it says itself where it belongs. */
export function connectionProblems(
  document: JsonValue,
  { region, account }: { region: string; account?: string },
): Problem[] {
  const asked = { region: regionOf(document), account: memberOf(document, 'account') };
  const problems: Problem[] = [];
  if (asked.region !== undefined && asked.region !== region) {
    const message = `The topology is for region ${asked.region}, the connection goes to ${region}. Select a connection to ${asked.region}.`;
    problems.push({ severity: 'error', code: 'wrong-region', message, path: '/region' });
  }
  if (typeof asked.account === 'string' && account !== undefined && asked.account !== account) {
    const message = `The topology is for account ${asked.account}, the connection goes to ${account}. Select a connection to ${asked.account}, or change account in the file.`;
    problems.push({ severity: 'error', code: 'wrong-account', message, path: '/account' });
  }
  return problems;
}
