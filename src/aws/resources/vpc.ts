import {
  CreateVpcCommand,
  DeleteVpcCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  ModifyVpcAttributeCommand,
  type Filter,
  type Vpc,
} from '@aws-sdk/client-ec2';
import type { Found, Provider } from '../../engine/provider';
import type { VpcProps } from '../../kinds/resourceTypes/network';
import type { Account } from '../account';
import { createOnce } from '../retry';
import { fromTags, markIn } from '../tags';
import { foundOf, mapAsync, must, pages, unlessGone } from './common';
import { madeBy, ofStack, retag, tagged, written } from './ec2';

const TYPE = 'AWS::EC2::VPC';

export function vpc(account: Account): Provider<VpcProps> {
  const { clients, send } = account;

  async function describe(Filters: Filter[], signal?: AbortSignal): Promise<Vpc[]> {
    return pages(async (NextToken) => {
      const page = await send(clients.ec2, new DescribeVpcsCommand({ Filters, NextToken }), { signal });
      return { items: page.Vpcs, next: page.NextToken };
    });
  }

  /** AWS changes one attribute a call. */
  async function setNames(id: string, VpcId: string, props: VpcProps, signal?: AbortSignal): Promise<void> {
    const options = { signal, resource: id };
    const support = { VpcId, EnableDnsSupport: { Value: props.dnsSupport } };
    await send(clients.ec2, new ModifyVpcAttributeCommand(support), options);
    const hostnames = { VpcId, EnableDnsHostnames: { Value: props.dnsHostnames } };
    await send(clients.ec2, new ModifyVpcAttributeCommand(hostnames), options);
  }

  async function foundIn(it: Vpc, stack: string, signal?: AbortSignal): Promise<Found | undefined> {
    const mark = markIn(fromTags(it.Tags), stack);
    const VpcId = it.VpcId;
    if (!mark || VpcId === undefined) return undefined;
    const ask = (Attribute: 'enableDnsSupport' | 'enableDnsHostnames') =>
      unlessGone(send(clients.ec2, new DescribeVpcAttributeCommand({ VpcId, Attribute }), { signal }));
    const [support, hostnames] = await Promise.all([ask('enableDnsSupport'), ask('enableDnsHostnames')]);
    // Gone between the two looks.
    if (!support || !hostnames) return undefined;
    return foundOf({
      type: TYPE,
      mark,
      physicalId: VpcId,
      props: {
        cidr: it.CidrBlock,
        dnsSupport: support.EnableDnsSupport?.Value,
        dnsHostnames: hostnames.EnableDnsHostnames?.Value,
      },
      attributes: { id: VpcId },
    });
  }

  return {
    type: TYPE,
    replacement: 'createFirst',
    lingering: 'waits until everything in it is gone',
    immutable: ['cidr'],

    async find(stack, _earlier, signal) {
      return mapAsync(await describe(ofStack(stack), signal), (it) => foundIn(it, stack, signal));
    },

    async create({ id, props, marks }, signal) {
      const made = await createOnce(
        account,
        {
          async create() {
            const command = new CreateVpcCommand({ CidrBlock: props.cidr, ...tagged('vpc', marks) });
            return must((await send(clients.ec2, command, { signal, resource: id })).Vpc?.VpcId, 'VpcId');
          },
          look: async () => madeBy(await describe(ofStack(marks.stack), signal), marks)?.VpcId,
        },
        signal,
      );
      // A run that dies in between leaves a difference, which the next one mends.
      await setNames(id, made, props, signal);
      return written(made);
    },

    async update(request, signal) {
      const { id, props, found, changed } = request;
      if (changed.length > 0) await setNames(id, found.physicalId, props, signal);
      return retag(account, request, {}, signal);
    },

    async delete(found, { signal, waiting } = {}) {
      const command = new DeleteVpcCommand({ VpcId: found.physicalId });
      const onRetry = () => waiting?.('something in the VPC is still there');
      await unlessGone(send(clients.ec2, command, { signal, resource: found.id, onRetry }));
    },
  };
}
