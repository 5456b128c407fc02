import { grouped } from '../../engine/grouped';
import { contains } from './cidr';
import type { Ec2State, RuleState } from './state';

/** One end of a connection. No groups means no firewall there: a load balancer that was born without. */
export interface Peer {
  readonly groups: readonly string[];
  readonly addresses: readonly string[];
}

/** The rules of each security group, put in order once for as many questions as there are. */
export type RulesByGroup = ReadonlyMap<string, readonly RuleState[]>;

export function rulesByGroup({ rules }: Ec2State): RulesByGroup {
  return grouped(rules.values(), ({ ownerId }) => ownerId);
}

/** Whether the security groups of both ends let TCP through to `port` (out of `from`, into `to`). */
export function admits(rules: RulesByGroup, from: Peer, to: Peer, port: number): boolean {
  return allows(rules, from, to, port, true) && allows(rules, to, from, port, false);
}

function allows(rules: RulesByGroup, owner: Peer, peer: Peer, port: number, egress: boolean): boolean {
  if (owner.groups.length === 0) return true;
  return owner.groups.some((id) =>
    rules.get(id)?.some((rule) => rule.egress === egress && covers(rule, peer, port)),
  );
}

function covers(rule: RuleState, peer: Peer, port: number): boolean {
  const all = rule.protocol === '-1';
  if (!all && (rule.protocol !== 'tcp' || port < rule.fromPort || port > rule.toPort)) return false;
  if (rule.groupId !== undefined) return peer.groups.includes(rule.groupId);
  const { cidr } = rule;
  return cidr !== undefined && peer.addresses.some((address) => contains(cidr, address));
}
