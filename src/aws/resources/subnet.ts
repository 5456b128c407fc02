import {
  CreateSubnetCommand,
  DeleteSubnetCommand,
  DescribeSubnetsCommand,
  type Filter,
  type Subnet,
} from '@aws-sdk/client-ec2';
import type { Found, Provider } from '../../engine/provider';
import type { SubnetProps } from '../../kinds/resourceTypes/network';
import type { Account } from '../account';
import { createOnce } from '../retry';
import { fromTags, markIn, ownTag } from '../tags';
import { foundOf, must, pages, unlessGone } from './common';
import { hasNetwork, madeBy, ofStack, retag, tagged, written } from './ec2';
import { zoneAt } from './zones';

const TYPE = 'AWS::EC2::Subnet';

export function subnet(account: Account): Provider<SubnetProps> {
  const { clients, send } = account;

  async function describe(Filters: Filter[], signal?: AbortSignal): Promise<Subnet[]> {
    return pages(async (NextToken) => {
      const page = await send(clients.ec2, new DescribeSubnetsCommand({ Filters, NextToken }), { signal });
      return { items: page.Subnets, next: page.NextToken };
    });
  }

  return {
    type: TYPE,
    replacement: 'createFirst',
    lingering: 'waits until AWS lets go of the network interfaces in it',
    immutable: ['vpcId', 'cidr', 'zone'],
    under: ['AWS::EC2::VPC'],

    async find(stack, earlier, signal) {
      if (!hasNetwork(earlier)) return [];
      return (await describe(ofStack(stack), signal)).flatMap((it) => foundIn(it, stack) ?? []);
    },

    async create({ id, props, marks }, signal) {
      const zone = await zoneAt(account, props.zone, signal);
      const made = await createOnce(
        account,
        {
          exists: ['InvalidSubnet.Conflict'],
          async create() {
            const command = new CreateSubnetCommand({
              VpcId: props.vpcId,
              CidrBlock: props.cidr,
              AvailabilityZone: zone,
              ...tagged('subnet', marks, { zone: String(props.zone) }),
            });
            const { Subnet: one } = await send(clients.ec2, command, { signal, resource: id });
            return must(one?.SubnetId, 'SubnetId');
          },
          async look(taken) {
            const all = await describe(ofStack(marks.stack), signal);
            if (!taken) return madeBy(all, marks)?.SubnetId;
            // The VPC is ours, so whoever has the block already is another run.
            return all.find(({ VpcId, CidrBlock }) => VpcId === props.vpcId && CidrBlock === props.cidr)
              ?.SubnetId;
          },
        },
        signal,
      );
      return written(made);
    },

    update: (request, signal) => retag(account, request, { zone: String(request.props.zone) }, signal),

    async delete(found, { signal, waiting } = {}) {
      const command = new DeleteSubnetCommand({ SubnetId: found.physicalId });
      const onRetry = () => waiting?.('network interfaces in the subnet are still there');
      await unlessGone(send(clients.ec2, command, { signal, resource: found.id, onRetry }));
    },
  };
}

function foundIn(it: Subnet, stack: string): Found | undefined {
  const tags = fromTags(it.Tags);
  const mark = markIn(tags, stack);
  if (!mark || it.SubnetId === undefined) return undefined;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.SubnetId,
    props: { vpcId: it.VpcId, cidr: it.CidrBlock, zone: Number(ownTag(tags, 'zone')) },
    attributes: { id: it.SubnetId },
    pointsTo: [it.VpcId],
  });
}
