import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
  type Filter,
  type VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { Found, Provider } from '../../engine/provider';
import type { VpcEndpointProps } from '../../kinds/resourceTypes/network';
import type { Account } from '../account';
import { failedError } from '../errors';
import { createOnce } from '../retry';
import { fromTags, markIn, tokenOf } from '../tags';
import { DONE, notYet, waitFor } from '../wait';
import { foundOf, must, pages, sorted, unlessGone } from './common';
import { hasNetwork, madeBy, ofStack, retag, tagged, written } from './ec2';

const TYPE = 'AWS::EC2::VPCEndpoint';
const GONE = /^(deleted|expired)$/;
const LOST = /^(deleting|failed|rejected|partial)$/;

export function vpcEndpoint(account: Account): Provider<VpcEndpointProps> {
  const { clients, send } = account;
  const prefix = `com.amazonaws.${account.connection.region}.`;

  async function describe(
    which: { readonly Filters: Filter[] } | { readonly VpcEndpointIds: string[] },
    signal?: AbortSignal,
  ): Promise<VpcEndpoint[]> {
    const all = await pages(async (NextToken) => {
      const command = new DescribeVpcEndpointsCommand({ ...which, NextToken });
      const page = await send(clients.ec2, command, { signal });
      return { items: page.VpcEndpoints, next: page.NextToken };
    });
    return all.filter((it) => !GONE.test(stateOf(it)));
  }

  async function get(id: string, signal?: AbortSignal): Promise<VpcEndpoint | undefined> {
    return (await unlessGone(describe({ VpcEndpointIds: [id] }, signal)))?.[0];
  }

  return {
    type: TYPE,
    // A VPC takes each private name once.
    replacement: 'deleteFirst',
    interruption: 'Tasks do not reach the service until the new one is there, about two minutes.',
    lingering: 'waits until its network interfaces are gone, about a minute',
    immutable: ['vpcId', 'service', 'type'],
    sets: ['subnetIds', 'securityGroups', 'routeTableIds'],
    under: ['AWS::EC2::VPC'],
    expected: { ready: 75, gone: 60 },

    async find(stack, earlier, signal) {
      if (!hasNetwork(earlier)) return [];
      return (await describe({ Filters: ofStack(stack) }, signal)).flatMap(
        (it) => foundIn(it, stack, prefix) ?? [],
      );
    },

    async create({ id, props, marks }, signal) {
      const { vpcId, service, type, subnetIds, securityGroups, routeTableIds } = props;
      const input = {
        VpcId: vpcId,
        ServiceName: prefix + service,
        VpcEndpointType: type,
        ...(type === 'Gateway'
          ? { RouteTableIds: [...routeTableIds] }
          : { SubnetIds: [...subnetIds], SecurityGroupIds: [...securityGroups], PrivateDnsEnabled: true }),
        ...tagged('vpc-endpoint', marks),
      };
      const made = await createOnce(
        account,
        {
          async create() {
            const command = new CreateVpcEndpointCommand({ ...input, ClientToken: tokenOf(input, 64) });
            const { VpcEndpoint: one } = await send(clients.ec2, command, { signal, resource: id });
            return must(one?.VpcEndpointId, 'VpcEndpointId');
          },
          look: async () =>
            madeBy(await describe({ Filters: ofStack(marks.stack) }, signal), marks)?.VpcEndpointId,
        },
        signal,
      );
      return written(made);
    },

    async update(request, signal) {
      const { id, props, found, changed } = request;
      if (changed.length > 0) {
        const now = await get(found.physicalId, signal);
        const groups = now?.Groups?.flatMap(({ GroupId }) => GroupId ?? []);
        const [AddSubnetIds, RemoveSubnetIds] = apart(props.subnetIds, now?.SubnetIds);
        const [AddSecurityGroupIds, RemoveSecurityGroupIds] = apart(props.securityGroups, groups);
        const [AddRouteTableIds, RemoveRouteTableIds] = apart(props.routeTableIds, now?.RouteTableIds);
        const command = new ModifyVpcEndpointCommand({
          VpcEndpointId: found.physicalId,
          ...{ AddSubnetIds, RemoveSubnetIds, AddSecurityGroupIds, RemoveSecurityGroupIds },
          ...{ AddRouteTableIds, RemoveRouteTableIds },
        });
        await send(clients.ec2, command, { signal, resource: id });
      }
      return retag(account, request, {}, signal);
    },

    async delete(found, { signal, waiting } = {}) {
      const VpcEndpointIds = [found.physicalId];
      const call = { service: 'ec2', operation: 'DeleteVpcEndpoints' } as const;
      const command = new DeleteVpcEndpointsCommand({ VpcEndpointIds });
      const { Unsuccessful = [] } = await send(clients.ec2, command, { signal, resource: found.id });
      const [refusal] = Unsuccessful.filter(({ Error: error }) => !/NotFound/.test(error?.Code ?? ''));
      if (refusal) {
        const reason = refusal.Error?.Message ?? 'AWS gives no reason';
        throw failedError(`VPC endpoint ${found.physicalId} cannot be deleted`, reason, call);
      }
      await waitFor(
        account,
        {
          what: `Deletion of VPC endpoint ${found.physicalId}`,
          call,
          expected: 60_000,
          giveUp: 15 * 60_000,
          waiting,
          async look() {
            const it = await get(found.physicalId, signal);
            return it ? notYet(`the endpoint is ${stateOf(it)}`) : DONE;
          },
        },
        signal,
      );
    },

    async health({ physicalId }, _props, signal) {
      const it = await get(physicalId, signal);
      const state = it && stateOf(it);
      if (state === 'available') return { state: 'ready' };
      if (state === undefined || !LOST.test(state)) {
        return { state: 'pending', reason: `the endpoint is ${state ?? 'not visible yet'}` };
      }
      return {
        state: 'failed',
        reason: `The endpoint is ${state}: ${it?.LastError?.Message ?? 'AWS gives no reason'}`,
      };
    },
  };
}

/** EC2 answers it in lower case, its model says otherwise. */
function stateOf({ State }: VpcEndpoint): string {
  return (State ?? 'available').toLowerCase();
}

/** What has to be added and what has to go; undefined where it is nothing. */
function apart(asked: readonly string[], now: readonly string[] = []) {
  const add = asked.filter((id) => !now.includes(id));
  const remove = now.filter((id) => !asked.includes(id));
  return [add.length > 0 ? add : undefined, remove.length > 0 ? remove : undefined] as const;
}

function foundIn(it: VpcEndpoint, stack: string, prefix: string): Found | undefined {
  const mark = markIn(fromTags(it.Tags), stack);
  if (!mark || it.VpcEndpointId === undefined) return undefined;
  const service = it.ServiceName?.replace(prefix, '');
  const state = stateOf(it);
  const securityGroups = sorted(it.Groups?.flatMap(({ GroupId }) => GroupId ?? [])) ?? [];
  const subnetIds = sorted(it.SubnetIds) ?? [];
  const routeTableIds = sorted(it.RouteTableIds) ?? [];
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.VpcEndpointId,
    props: {
      vpcId: it.VpcId,
      // One that is lost differs in what only a replacement changes.
      service: LOST.test(state) ? `${service ?? ''} (${state})` : service,
      type: it.VpcEndpointType,
      subnetIds,
      securityGroups,
      routeTableIds,
    },
    attributes: { id: it.VpcEndpointId },
    pointsTo: [it.VpcId, ...subnetIds, ...securityGroups, ...routeTableIds],
  });
}
