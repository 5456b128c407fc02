import type { Registry } from '../kinds/index';
import type { TopologyResource } from '../kinds/resourceTypes';
import { documentSchema } from '../model/documentSchema';
import { expand } from '../model/expand';
import { memberOf, type JsonValue } from '../model/json';
import type { Problem } from '../model/problem';
import { readTopology, type Topology } from '../model/topology';
import { planningProblems, validateTopology } from '../model/validate';

/** A document that can be planned. */
export interface Prepared {
  readonly document: JsonValue;
  readonly topology: Topology;
  /** What owns the resources: the topology's name. */
  readonly stack: string;
  readonly region: string;
  readonly resources: readonly TopologyResource[];
  /** People's own, for everything that takes tags. */
  readonly tags: Readonly<Record<string, string>>;
}

export type Preparation =
  | { readonly ok: true; readonly value: Prepared; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Validates and expands a document for the account and region of a connection. Errors keep it from being planned;
 * with them comes whatever else is to be said.
 */
export function prepare(
  document: JsonValue,
  registry: Registry,
  connection: { readonly region: string; readonly account?: string },
): Preparation {
  const topology = readTopology(document, registry);
  const problems = [
    ...validateTopology(topology, registry),
    ...planningProblems(document),
    ...connectionProblems(document, connection),
  ];
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems };
  const { name: stack, tags = {} } = documentSchema.parse(document);
  const resources = expand(topology, registry, { stack: { name: stack }, region: connection.region });
  return {
    ok: true,
    value: { document, topology, stack, region: connection.region, resources, tags },
    problems,
  };
}

/** The region that the file asks for; the connection follows it. */
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
