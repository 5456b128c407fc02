import { dumpOf } from '../../src/sandbox/dump/dump';
import type { Thing } from '../../src/sandbox/dump/thing';
import type { JsonValue } from '../../src/model/json';
import { prepared, STACK } from './documents';

/** What is wrong with an account in which the document was deployed; empty when nothing is. */
export function violations(things: readonly Thing[], document: JsonValue): string[] {
  const { resources } = prepared(document);
  const wanted = new Map(resources.map(({ id, type }) => [`${type} ${id}`, id]));
  const counts = new Map<string, number>();
  const problems: string[] = [];
  for (const thing of things) {
    const resource = markOf(thing);
    if (resource === undefined) continue;
    const key = `${thing.type} ${resource}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, count] of counts) {
    if (!wanted.has(key)) problems.push(`nobody asked for it: ${key}`);
    else if (count > 1 && !key.startsWith(REVISIONS)) problems.push(`there are ${count} of it: ${key}`);
  }
  for (const [key] of wanted) {
    // Routes carry no mark; the empty second plan speaks for them.
    if (!counts.has(key) && !unmarked.test(key)) problems.push(`it is missing: ${key}`);
  }
  return problems;
}

/** Only what is not of the stack, as text. */
export function foreignDump(things: readonly Thing[]): string {
  return dumpOf(things.filter(isForeign(things)));
}

/**
 * What is of the stack, as text that is equal for one deploy of a file and for any number of deploys that end with it:
 * replacements have other names, and a family may have earlier revisions.
 */
export function ownDump(things: readonly Thing[]): string {
  const foreign = isForeign(things);
  const running = JSON.stringify(things.filter(({ type }) => type === 'AWS::ECS::Service'));
  const own = things
    .filter((thing) => !foreign(thing))
    .filter(({ type, id }) => type !== 'AWS::ECS::TaskDefinition' || running.includes(`"${id}"`));
  return dumpOf(
    own.map(({ name, ...thing }) => ({
      ...thing,
      name: renamed.test(thing.type) ? undefined : name,
    })),
  );
}

/** All that stands in the account, equal for one deploy of a file and for any number of deploys that end with it. */
export function wholeDump(things: readonly Thing[]): string {
  return `${ownDump(things)}${foreignDump(things)}`;
}

/** Lines that are there and should not be, and the other way round. */
export function differences(when: string, wanted: string, found: string): string[] {
  const [want, have] = [new Set(wanted.split('\n')), new Set(found.split('\n'))];
  return [
    ...[...have].filter((line) => !want.has(line)).map((line) => `more ${when}: ${line}`),
    ...[...want].filter((line) => !have.has(line)).map((line) => `less ${when}: ${line}`),
  ];
}

function isForeign(things: readonly Thing[]): (thing: Thing) => boolean {
  const ours = new Set(things.filter((thing) => markOf(thing) !== undefined).map(({ id }) => id));
  // Routes of an API of ours are ours, rules of our groups, and interfaces of whatever is ours.
  const belongs = ({ settings }: Thing) => {
    const text = JSON.stringify(settings);
    return [...ours].some((id) => text.includes(`"${id}"`));
  };
  // With a VPC comes a group that nobody marks, and that has rules.
  const unmarked = things.filter((thing) => thing.type === 'AWS::EC2::SecurityGroup' && belongs(thing));
  for (const { id } of unmarked) ours.add(id);
  return (thing) => !ours.has(thing.id) && !belongs(thing);
}

/** A family keeps revisions to go back to. */
const REVISIONS = 'AWS::ECS::TaskDefinition ';

/** A replacement of these stands beside the old one for a while, and so has another name. */
const renamed = /^AWS::(ElasticLoadBalancingV2::(LoadBalancer|TargetGroup)|EC2::SecurityGroup|IAM::Role)$/;

const unmarked = /^AWS::ApiGatewayV2::(Route|Authorizer) /;

function markOf({ type, tags, description }: Thing): string | undefined {
  // Tasks pass our tags on to their network interfaces (architecture.md §5).
  if (type === 'AWS::EC2::NetworkInterface') return undefined;
  if (tags['ecs-topology:stack'] === STACK) return tags['ecs-topology:resource'];
  const [word, stack, , resource] = (description ?? '').split(' ');
  return word === 'ecs-topology' && stack === STACK ? resource : undefined;
}
