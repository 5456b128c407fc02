import { contains } from './cidr';
import type { Ec2State, RuleState } from './state';

/** One end of a connection. No groups means no firewall there: a load balancer that was born without. */
export interface Peer {
  readonly groups: readonly string[];
  readonly addresses: readonly string[];
}

/** Whether the security groups of both ends let TCP through to `port` (out of `from`, into `to`). */
export function admits(ec2: Ec2State, from: Peer, to: Peer, port: number): boolean {
  return allows(ec2, from, to, port, true) && allows(ec2, to, from, port, false);
}

function allows(ec2: Ec2State, owner: Peer, peer: Peer, port: number, egress: boolean): boolean {
  if (owner.groups.length === 0) return true;
  for (const rule of ec2.rules.values()) {
    if (rule.egress === egress && owner.groups.includes(rule.ownerId) && covers(rule, peer, port))
      return true;
  }
  return false;
}

function covers(rule: RuleState, peer: Peer, port: number): boolean {
  const all = rule.protocol === '-1';
  if (!all && (rule.protocol !== 'tcp' || port < rule.fromPort || port > rule.toPort)) return false;
  if (rule.groupId !== undefined) return peer.groups.includes(rule.groupId);
  const { cidr } = rule;
  return cidr !== undefined && peer.addresses.some((address) => contains(cidr, address));
}
