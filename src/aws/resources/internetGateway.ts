import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  DeleteInternetGatewayCommand,
  DescribeInternetGatewaysCommand,
  DetachInternetGatewayCommand,
  type Filter,
  type InternetGateway,
} from '@aws-sdk/client-ec2';
import type { Found, Provider } from '../../engine/provider';
import type { InternetGatewayProps } from '../../kinds/resourceTypes/network';
import type { Account } from '../account';
import { isCode } from '../errors';
import { createOnce } from '../retry';
import { fromTags, markIn, ownTag } from '../tags';
import { foundOf, must, pages, stringProp, unlessGone } from './common';
import { hasNetwork, madeBy, ofStack, retag, tagged, written } from './ec2';

const TYPE = 'AWS::EC2::InternetGateway';

export function internetGateway(account: Account): Provider<InternetGatewayProps> {
  const { clients, send } = account;

  async function describe(Filters: Filter[], signal?: AbortSignal): Promise<InternetGateway[]> {
    return pages(async (NextToken) => {
      const command = new DescribeInternetGatewaysCommand({ Filters, NextToken });
      const page = await send(clients.ec2, command, { signal });
      return { items: page.InternetGateways, next: page.NextToken };
    });
  }

  async function attach(id: string, gateway: string, vpcId: string, signal?: AbortSignal): Promise<void> {
    const command = new AttachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: vpcId });
    try {
      await send(clients.ec2, command, { signal, resource: id });
    } catch (error) {
      // By an attempt whose answer was lost: it is attached to nothing but its own VPC.
      if (!isCode(error, 'Resource.AlreadyAssociated')) throw error;
    }
  }

  return {
    type: TYPE,
    replacement: 'createFirst',
    immutable: ['vpcId'],
    under: ['AWS::EC2::VPC'],

    async find(stack, earlier, signal) {
      if (!hasNetwork(earlier)) return [];
      return (await describe(ofStack(stack), signal)).flatMap((it) => foundIn(it, stack) ?? []);
    },

    async create({ id, props: { vpcId }, marks }, signal) {
      const made = await createOnce(
        account,
        {
          async create() {
            const command = new CreateInternetGatewayCommand(
              tagged('internet-gateway', marks, { vpc: vpcId }),
            );
            const { InternetGateway: one } = await send(clients.ec2, command, { signal, resource: id });
            return must(one?.InternetGatewayId, 'InternetGatewayId');
          },
          look: async () => madeBy(await describe(ofStack(marks.stack), signal), marks)?.InternetGatewayId,
        },
        signal,
      );
      await attach(id, made, vpcId, signal);
      return written(made);
    },

    async update(request, signal) {
      const { id, props, found, changed } = request;
      if (changed.includes('attached')) await attach(id, found.physicalId, props.vpcId, signal);
      return retag(account, request, { vpc: props.vpcId }, signal);
    },

    async delete(found, { signal, waiting } = {}) {
      const InternetGatewayId = found.physicalId;
      const options = { signal, resource: found.id };
      if (found.props.attached === true) {
        const VpcId = stringProp(found, 'vpcId');
        const onRetry = () => waiting?.('public addresses in the VPC are still there');
        try {
          const command = new DetachInternetGatewayCommand({ InternetGatewayId, VpcId });
          await unlessGone(send(clients.ec2, command, { ...options, onRetry }));
        } catch (error) {
          if (!isCode(error, 'Gateway.NotAttached')) throw error;
        }
      }
      await unlessGone(send(clients.ec2, new DeleteInternetGatewayCommand({ InternetGatewayId }), options));
    },
  };
}

function foundIn(it: InternetGateway, stack: string): Found | undefined {
  const tags = fromTags(it.Tags);
  const mark = markIn(tags, stack);
  if (!mark || it.InternetGatewayId === undefined) return undefined;
  const attachedTo = it.Attachments?.[0]?.VpcId;
  const vpcId = attachedTo ?? ownTag(tags, 'vpc');
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.InternetGatewayId,
    props: { vpcId, attached: attachedTo !== undefined },
    attributes: { id: it.InternetGatewayId },
    pointsTo: [vpcId],
  });
}
