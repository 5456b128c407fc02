import {
  CreateVpcLinkCommand,
  DeleteVpcLinkCommand,
  GetVpcLinkCommand,
  GetVpcLinksCommand,
  TagResourceCommand,
  UpdateVpcLinkCommand,
  type GetVpcLinkCommandOutput,
  type VpcLink,
} from '@aws-sdk/client-apigatewayv2';
import type { Found, Provider } from '../../engine/provider';
import type { VpcLinkProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { failedError } from '../errors';
import { createOnce } from '../retry';
import { fromTags, isSameAttempt, markIn, tagsOf } from '../tags';
import { DONE, notYet, waitFor } from '../wait';
import { foundOf, must, pages, sorted, unlessGone } from './common';
import { lookUpVpcLink } from './existing';

const TYPE = 'AWS::ApiGatewayV2::VpcLink';

export function vpcLink(account: Account): Provider<VpcLinkProps> {
  const { clients, send } = account;
  const client = clients.apigatewayv2;

  async function get(VpcLinkId: string, signal?: AbortSignal): Promise<GetVpcLinkCommandOutput | undefined> {
    return unlessGone(send(client, new GetVpcLinkCommand({ VpcLinkId }), { signal }));
  }

  return {
    type: TYPE,
    replacement: 'createFirst',
    // AWS can only rename a link. Source: UpdateVpcLink.
    lingering: 'waits until the link is gone, two to five minutes',
    immutable: ['subnetIds', 'securityGroups'],
    sets: ['subnetIds', 'securityGroups'],
    // "A few minutes", to which deletion is similar. Source: API Gateway developer guide, VPC links.
    expected: { ready: 130, gone: 120 },

    lookedAt: 'late',
    async find(stack, _earlier, signal) {
      return (await listVpcLinks(account, signal)).flatMap((it) => foundIn(it, stack) ?? []);
    },

    lookup: (sought, signal) => lookUpVpcLink(account, sought, { signal }),

    async create({ id, props, marks }, signal) {
      const made = await createOnce(
        account,
        {
          async create() {
            const command = new CreateVpcLinkCommand({
              Name: props.name,
              SubnetIds: [...props.subnetIds],
              SecurityGroupIds: [...props.securityGroups],
              Tags: tagsOf(marks),
            });
            return must((await send(client, command, { signal, resource: id })).VpcLinkId, 'VpcLinkId');
          },
          async look() {
            const all = await listVpcLinks(account, signal);
            return all.find((it) => isSameAttempt(markIn(fromTags(it.Tags), marks.stack), marks))?.VpcLinkId;
          },
        },
        signal,
      );
      return { physicalId: made, attributes: { id: made } };
    },

    async update({ id, props, marks, found, changed, remark }, signal) {
      const options = { signal, resource: id };
      if (changed.includes('name')) {
        await send(
          client,
          new UpdateVpcLinkCommand({ VpcLinkId: found.physicalId, Name: props.name }),
          options,
        );
      }
      if (remark) {
        const { partition } = await account.identity(signal);
        const ResourceArn = `arn:${partition}:apigateway:${account.connection.region}::/vpclinks/${found.physicalId}`;
        const Tags = tagsOf({ ...marks, created: found.created });
        await send(client, new TagResourceCommand({ ResourceArn, Tags }), options);
      }
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal, waiting } = {}) {
      const VpcLinkId = found.physicalId;
      await unlessGone(send(client, new DeleteVpcLinkCommand({ VpcLinkId }), { signal, resource: found.id }));
      const call = { service: 'apigatewayv2', operation: 'GetVpcLink' } as const;
      await waitFor(
        account,
        {
          what: `Deletion of VPC link ${VpcLinkId}`,
          call,
          expected: 120_000,
          giveUp: 15 * 60_000,
          waiting,
          async look() {
            const it = await get(VpcLinkId, signal);
            if (!it) return DONE;
            const reason = it.VpcLinkStatusMessage ?? 'AWS gives no reason';
            if (it.VpcLinkStatus === 'FAILED')
              throw failedError(`VPC link ${VpcLinkId} cannot be deleted`, reason, call);
            return notYet(`the link is ${it.VpcLinkStatus ?? 'unknown'}`);
          },
        },
        signal,
      );
    },

    async health(written, _props, signal) {
      const it = await get(written.physicalId, signal);
      const reason = it?.VpcLinkStatusMessage ?? '';
      switch (it?.VpcLinkStatus) {
        // INACTIVE is asleep after 60 days without traffic; the first request wakes it.
        case 'AVAILABLE':
        case 'INACTIVE':
          return { state: 'ready' };
        case 'FAILED':
        case 'DELETING':
          return {
            state: 'failed',
            reason: `The VPC link is ${it.VpcLinkStatus}: ${reason || 'AWS gives no reason'}`,
          };
        default:
          return {
            state: 'pending',
            reason: reason || `the link is ${it?.VpcLinkStatus ?? 'not visible yet'}`,
          };
      }
    },
  };
}

/** The VPC links of the region; this client has no paginators. */
export async function listVpcLinks({ clients, send }: Account, signal?: AbortSignal): Promise<VpcLink[]> {
  return pages(async (NextToken) => {
    const page = await send(clients.apigatewayv2, new GetVpcLinksCommand({ NextToken }), { signal });
    return { items: page.Items, next: page.NextToken };
  });
}

type LinkFacts = Pick<
  GetVpcLinkCommandOutput,
  'VpcLinkId' | 'Name' | 'SubnetIds' | 'SecurityGroupIds' | 'Tags' | 'VpcLinkStatus' | 'VpcLinkStatusMessage'
>;

function foundIn(it: LinkFacts, stack: string): Found | undefined {
  const mark = markIn(fromTags(it.Tags), stack);
  if (!mark || it.VpcLinkId === undefined) return undefined;
  // A failed one never recovers, one that is being deleted goes: both differ in what only a replacement changes.
  const lost = it.VpcLinkStatus === 'FAILED' || it.VpcLinkStatus === 'DELETING';
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.VpcLinkId,
    props: {
      name: it.Name,
      subnetIds: lost
        ? [`${it.VpcLinkStatus ?? ''}: ${it.VpcLinkStatusMessage ?? ''}`]
        : sorted(it.SubnetIds),
      securityGroups: sorted(it.SecurityGroupIds),
    },
    attributes: { id: it.VpcLinkId },
    pointsTo: [...(it.SubnetIds ?? []), ...(it.SecurityGroupIds ?? [])],
  });
}
