import type { Found } from '../../engine/provider';
import { isInitial, type Resource } from '../../engine/resource';
import type { RouteTableProps, VpcEndpointProps } from '../../kinds/resourceTypes/network';
import { finding, fine, type Verdict } from './verdict';
import type { View } from './view';

/** Names of Cloud Map and of endpoints resolve only where both attributes are on. */
export function judgeVpc(_resource: Resource, { props }: Found): Verdict {
  if (props.dnsSupport === false) return finding('namesUnresolved', { reason: 'enableDnsSupport is off.' });
  if (props.dnsHostnames === false)
    return finding('namesUnresolved', { reason: 'enableDnsHostnames is off.' });
  return fine();
}

export function judgeInternetGateway(_resource: Resource, { props }: Found): Verdict {
  if (props.attached === true) return fine();
  return finding('noWayOut', { reason: 'The internet gateway is not attached to the VPC.' });
}

/** One that is lost says so in place of its subnet. */
export function judgeNatGateway(_resource: Resource, { props }: Found): Verdict {
  const subnet = String(props.subnetId);
  if (subnet.startsWith('subnet-')) return fine();
  return finding('wayOutFailed', { reason: `The NAT gateway is ${subnet}.` });
}

/** Whether the subnets of the table get out as the drawing says. */
export function judgeRouteTable(
  { props: { defaultRoute } }: Resource<string, RouteTableProps>,
  { props }: Found,
  view: View,
): Verdict {
  // Where it is for others to say, whatever they say is right.
  if (isInitial(defaultRoute)) return fine();
  const wanted = defaultRoute === null ? null : view.deployed(defaultRoute);
  // What it is to lead to is missing, and says so itself.
  const way = props.defaultRoute;
  if (wanted === undefined || way === wanted || wanted === null) return fine();
  const reason =
    typeof way === 'string' ? `The default route leads to ${way}.` : 'The route table has no default route.';
  return finding('noWayOut', { reason });
}

/** One that is lost says so behind its service. */
export function judgeEndpoint(
  { props: { service } }: Resource<string, VpcEndpointProps>,
  { props }: Found,
): Verdict {
  if (props.service === service) return fine();
  return finding('wayOutFailed', { reason: `The endpoint is ${String(props.service)}.` });
}
