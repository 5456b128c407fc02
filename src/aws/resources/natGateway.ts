import {
  CreateNatGatewayCommand,
  DeleteNatGatewayCommand,
  DescribeNatGatewaysCommand,
  type Filter,
  type NatGateway,
} from '@aws-sdk/client-ec2';
import type { Found, Provider } from '../../engine/provider';
import type { NatGatewayProps } from '../../kinds/resourceTypes/network';
import type { Account } from '../account';
import { createOnce } from '../retry';
import { fromTags, markIn, tokenOf } from '../tags';
import { DONE, notYet, waitFor } from '../wait';
import { foundOf, must, ofType, pages, unlessGone } from './common';
import { hasNetwork, madeBy, ofStack, retag, tagged, written } from './ec2';

const TYPE = 'AWS::EC2::NatGateway';

export function natGateway(account: Account): Provider<NatGatewayProps> {
  const { clients, send } = account;

  /** A gateway that is gone is listed for about an hour. */
  async function describe(filters: Filter[], signal?: AbortSignal): Promise<NatGateway[]> {
    const live = { Name: 'state', Values: ['pending', 'available', 'failed', 'deleting'] };
    return pages(async (NextToken) => {
      const command = new DescribeNatGatewaysCommand({ Filter: [...filters, live], NextToken });
      const page = await send(clients.ec2, command, { signal });
      return { items: page.NatGateways, next: page.NextToken };
    });
  }

  async function get(id: string, signal?: AbortSignal): Promise<NatGateway | undefined> {
    return (await describe([{ Name: 'nat-gateway-id', Values: [id] }], signal))[0];
  }

  return {
    type: TYPE,
    // An address is in one gateway at a time.
    replacement: 'deleteFirst',
    interruption: 'Tasks have no way out until the new one is there, about three minutes.',
    lingering: 'waits until the gateway is gone, about a minute',
    immutable: ['subnetId', 'addressId'],
    under: ['AWS::EC2::VPC', 'AWS::EC2::InternetGateway'],
    expected: { ready: 110, gone: 50 },

    async find(stack, earlier, signal) {
      if (!hasNetwork(earlier)) return [];
      const gateways = ofType(earlier, 'AWS::EC2::InternetGateway');
      return (await describe(ofStack(stack), signal)).flatMap((it) => foundIn(it, stack, gateways) ?? []);
    },

    async create({ id, props, marks }, signal) {
      const input = {
        SubnetId: props.subnetId,
        AllocationId: props.addressId,
        ...tagged('natgateway', marks),
      };
      const made = await createOnce(
        account,
        {
          async create() {
            const command = new CreateNatGatewayCommand({ ...input, ClientToken: tokenOf(input, 64) });
            const { NatGateway: one } = await send(clients.ec2, command, { signal, resource: id });
            return must(one?.NatGatewayId, 'NatGatewayId');
          },
          look: async () => madeBy(await describe(ofStack(marks.stack), signal), marks)?.NatGatewayId,
        },
        signal,
      );
      return written(made);
    },

    update: (request, signal) => retag(account, request, {}, signal),

    async delete(found, { signal, waiting } = {}) {
      const NatGatewayId = found.physicalId;
      const command = new DeleteNatGatewayCommand({ NatGatewayId });
      await unlessGone(send(clients.ec2, command, { signal, resource: found.id }));
      await waitFor(
        account,
        {
          what: `Deletion of NAT gateway ${NatGatewayId}`,
          call: { service: 'ec2', operation: 'DescribeNatGateways' },
          expected: 50_000,
          giveUp: 15 * 60_000,
          waiting,
          async look() {
            const it = await get(NatGatewayId, signal);
            return it ? notYet(`the NAT gateway is ${it.State ?? 'unknown'}`) : DONE;
          },
        },
        signal,
      );
    },

    async health({ physicalId }, _props, signal) {
      const it = await get(physicalId, signal);
      if (it?.State === 'available') return { state: 'ready' };
      const reason = `the NAT gateway is ${it?.State ?? 'not visible yet'}`;
      if (it?.State !== 'failed') return { state: 'pending', reason };
      return {
        state: 'failed',
        reason: `The NAT gateway failed: ${it.FailureMessage ?? 'AWS gives no reason'}`,
      };
    },
  };
}

function foundIn(it: NatGateway, stack: string, gateways: readonly Found[]): Found | undefined {
  const mark = markIn(fromTags(it.Tags), stack);
  if (!mark || it.NatGatewayId === undefined) return undefined;
  const addressId = it.NatGatewayAddresses?.[0]?.AllocationId;
  // A failed one never recovers, one that is being deleted goes: both differ in what only a replacement changes.
  const lost = it.State === 'failed' || it.State === 'deleting';
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.NatGatewayId,
    props: { subnetId: lost ? `${it.State ?? ''}: ${it.FailureMessage ?? ''}` : it.SubnetId, addressId },
    attributes: { id: it.NatGatewayId },
    // Its VPC cannot let go of the internet gateway through which it goes out.
    pointsTo: [
      ...[it.SubnetId, addressId, it.VpcId],
      ...gateways.filter(({ props }) => props.vpcId === it.VpcId).map(({ physicalId }) => physicalId),
    ],
  });
}
