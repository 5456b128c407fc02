import type { Finding } from '../kinds/kind';
import { checkOwnNetwork } from '../kinds/network/rules';
import { environmentNameProblem } from './environment';
import { DOCUMENT_MEMBERS, documentSchema, ownNetworkOf } from './documentSchema';
import { DOCUMENT, problem, strangerProblem } from './findings';
import { isObject, memberOf, type JsonObject, type JsonPath, type JsonValue } from './json';
import type { Problem } from './problem';
import { schemaFindings } from './schemaFindings';
import type { Topology } from './topology';
import { unknownMembers } from './unknownMembers';

/** What is wrong with the members of the file beside its nodes and edges. */
export function documentProblems(document: JsonValue): Problem[] {
  if (!isObject(document)) {
    const message = 'A topology is a JSON object with version, name, nodes and edges.';
    return [problem(DOCUMENT, { severity: 'error', code: 'not-an-object', message, path: [] })];
  }
  const version = memberOf(document, 'version');
  if (typeof version === 'number' && version > 1) {
    const message = `This file has version ${version}; this extension reads version 1. Update the extension.`;
    return [problem(DOCUMENT, { severity: 'error', code: 'newer-version', message, path: ['version'] })];
  }
  return [
    ...schemaFindings(documentSchema, document).map((finding) => problem(DOCUMENT, finding)),
    ...unknownMembers(documentSchema, document, DOCUMENT_MEMBERS).map(({ path, meant }) =>
      strangerProblem(DOCUMENT, path, meant),
    ),
    ...withoutParts(document),
    ...reservedName(document),
    ...oneZone(document),
    ...ownNetworkProblems(document),
    ...environmentNames(document),
    ...reservedTags(document),
  ];
}

function withoutParts(document: JsonObject): Problem[] {
  const parts = [
    {
      member: 'nodes',
      value: {},
      fits: isObject(memberOf(document, 'nodes')),
      form: 'an object of nodes by id, "nodes": {}',
    },
    {
      member: 'edges',
      value: [],
      fits: Array.isArray(memberOf(document, 'edges')),
      form: 'a list of edges, "edges": []',
    },
  ];
  return parts
    .filter(({ fits }) => !fits)
    .map(({ member, value, form }) =>
      problem(DOCUMENT, {
        severity: 'error',
        code: 'missing-member',
        message: `The file needs ${form}.`,
        path: [member],
        ...(Object.hasOwn(document, member)
          ? {}
          : { fix: { title: `Add ${member}`, path: [member], value } }),
      }),
    );
}

/** Names in AWS begin with the topology's: no group may begin with `sg-`, no load balancer with `internal-`. */
function reservedName(document: JsonObject): Problem[] {
  const name = memberOf(document, 'name');
  if (typeof name !== 'string' || !/^(sg|internal)(-|$)/.test(name)) return [];
  const message = `AWS keeps names that begin with sg- or internal- for itself, and what is deployed begins with the topology's name. Choose another name: ${name}`;
  return [problem(DOCUMENT, { severity: 'error', code: 'reserved-name', message, path: ['name'] })];
}

function oneZone(document: JsonObject): Problem[] {
  const subnets = memberOf(memberOf(document, 'network'), 'subnetIds');
  if (!Array.isArray(subnets) || subnets.length !== 1) return [];
  const message =
    'One subnet is one Availability Zone: when it fails, everything does. Name private subnets in two or more.';
  const path = ['network', 'subnetIds'];
  return [problem(DOCUMENT, { severity: 'warning', code: 'one-zone', message, path })];
}

function ownNetworkProblems(document: JsonObject): Problem[] {
  const own = ownNetworkOf(document);
  const inNetwork = (path: Finding['path']) => ['network', ...path];
  return (own ? checkOwnNetwork(own) : []).map(({ fix, ...finding }) =>
    problem(DOCUMENT, {
      ...finding,
      path: inNetwork(finding.path),
      ...(fix && { fix: { ...fix, path: inNetwork(fix.path) } }),
    }),
  );
}

function environmentNames(document: JsonObject): Problem[] {
  const environments = memberOf(document, 'environments');
  return (isObject(environments) ? Object.keys(environments) : []).flatMap((name) => {
    const message = environmentNameProblem(name);
    if (message === undefined) return [];
    const path = ['environments', name];
    return [problem(DOCUMENT, { severity: 'error', code: 'bad-environment', message, path })];
  });
}

function reservedTags(document: JsonObject): Problem[] {
  const tags = memberOf(document, 'tags');
  return (isObject(tags) ? Object.keys(tags) : [])
    .filter((key) => /^(ecs-topology|aws):/i.test(key))
    .map((key) =>
      problem(DOCUMENT, {
        severity: 'error',
        code: 'reserved-tag',
        message: `Tags that begin with ecs-topology: or aws: are reserved. Choose another key: ${key}`,
        path: ['tags', key],
        fix: { title: `Remove the tag ${key}`, path: ['tags', key] },
      }),
    );
}

/** Elements of `nodes` and `edges` that are no nodes and edges at all. */
export function malformed({ document }: Topology): Problem[] {
  const nodes = memberOf(document, 'nodes');
  const edges = memberOf(document, 'edges');
  const say = (path: JsonPath, message: string) =>
    problem(DOCUMENT, { severity: 'error', code: 'malformed', message, path });
  return [
    ...(isObject(nodes) ? Object.entries(nodes) : [])
      .filter(([, node]) => !isObject(node))
      .map(([id]) => say(['nodes', id], 'A node is an object with a kind, such as { "kind": "nlb" }.')),
    ...(Array.isArray(edges) ? (edges as readonly JsonValue[]) : []).flatMap((edge, index) =>
      typeof memberOf(edge, 'from') === 'string' && typeof memberOf(edge, 'to') === 'string'
        ? []
        : [
            say(
              ['edges', index],
              'An edge is an object with from and to, such as { "from": "api", "to": "link" }.',
            ),
          ],
    ),
  ];
}

/** Positions that the layout does not use. */
export function layoutProblems({ document, nodes, positions, elsewhere }: Topology): Problem[] {
  const layout = memberOf(document, 'layout');
  return (isObject(layout) ? Object.keys(layout) : [])
    .filter((id) => !positions.has(id) && !elsewhere.has(id))
    .map((id) =>
      problem(DOCUMENT, {
        severity: 'warning',
        code: 'bad-layout',
        message: nodes.has(id)
          ? `A position is two numbers, [x, y]; until then the card is placed automatically: ${id}`
          : `The layout has a position for a node that does not exist: ${id}`,
        path: ['layout', id],
        fix: { title: `Remove the position of ${id}`, path: ['layout', id] },
      }),
    );
}
