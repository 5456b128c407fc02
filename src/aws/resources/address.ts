import {
  AllocateAddressCommand,
  DescribeAddressesCommand,
  ReleaseAddressCommand,
  type Address,
  type Filter,
} from '@aws-sdk/client-ec2';
import type { Found, Provider } from '../../engine/provider';
import type { AddressProps } from '../../kinds/resourceTypes/network';
import type { Account } from '../account';
import { createOnce } from '../retry';
import { fromTags, markIn, ownTag } from '../tags';
import { foundOf, must, unlessGone } from './common';
import { madeBy, ofStack, retag, tagged, written } from './ec2';

const TYPE = 'AWS::EC2::EIP';

/** A public address, which costs money for as long as it is held. */
export function address(account: Account): Provider<AddressProps> {
  const { clients, send } = account;

  async function describe(Filters: Filter[], signal?: AbortSignal): Promise<Address[]> {
    const { Addresses = [] } = await send(clients.ec2, new DescribeAddressesCommand({ Filters }), { signal });
    return Addresses;
  }

  return {
    type: TYPE,
    replacement: 'createFirst',
    immutable: ['vpcId'],
    under: ['AWS::EC2::VPC'],

    async find(stack, _earlier, signal) {
      // It costs money and is in no VPC: where somebody has deleted that, it is still ours.
      return (await describe(ofStack(stack), signal)).flatMap((it) => foundIn(it, stack) ?? []);
    },

    async create({ id, props: { vpcId }, marks }, signal) {
      const made = await createOnce(
        account,
        {
          async create() {
            const command = new AllocateAddressCommand({
              Domain: 'vpc',
              ...tagged('elastic-ip', marks, { vpc: vpcId }),
            });
            const { AllocationId } = await send(clients.ec2, command, { signal, resource: id });
            return must(AllocationId, 'AllocationId');
          },
          look: async () => madeBy(await describe(ofStack(marks.stack), signal), marks)?.AllocationId,
        },
        signal,
      );
      return written(made);
    },

    update: (request, signal) => retag(account, request, { vpc: request.props.vpcId }, signal),

    async delete(found, { signal, waiting } = {}) {
      const command = new ReleaseAddressCommand({ AllocationId: found.physicalId });
      const onRetry = () => waiting?.('the NAT gateway has not let go of it yet');
      await unlessGone(send(clients.ec2, command, { signal, resource: found.id, onRetry }));
    },
  };
}

function foundIn(it: Address, stack: string): Found | undefined {
  const tags = fromTags(it.Tags);
  const mark = markIn(tags, stack);
  if (!mark || it.AllocationId === undefined) return undefined;
  const vpcId = ownTag(tags, 'vpc');
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.AllocationId,
    props: { vpcId },
    attributes: { id: it.AllocationId },
    // It is in no VPC, but it is for one: by that it is looked for, so it has to go before.
    pointsTo: [vpcId],
  });
}
