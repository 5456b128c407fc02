import {
  CreatePrivateDnsNamespaceCommand,
  DeleteNamespaceCommand,
  GetNamespaceCommand,
  ListNamespacesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UpdatePrivateDnsNamespaceCommand,
  type NamespaceSummary,
} from '@aws-sdk/client-servicediscovery';
import type { Found, Obstacle, Provider } from '../../engine/provider';
import type { NamespaceProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError } from '../errors';
import { createOnce } from '../retry';
import {
  descriptionOf,
  fromTags,
  isSameAttempt,
  markInDescription,
  ownTag,
  tagsOf,
  withTags,
  tokenOf,
  toUpperList,
} from '../tags';
import { awaitOperation, noOperations } from './operation';
import { foundOf, mapAsync, must, pages, unlessGone } from './common';
import { lookUpNamespace } from './existing';

const TYPE = 'AWS::ServiceDiscovery::PrivateDnsNamespace';

/** The hosted zone's TTL of negative answers, in seconds: how long "no such name" sticks after a first deploy. */
const SOA_TTL = 15;

/** Seconds. Usually less than a minute: most of it is Route 53 making and deleting the hosted zone. */
const EXPECTED = { make: 45, gone: 30 };

export function namespace(account: Account): Provider<NamespaceProps> {
  const { clients, send } = account;
  const client = clients.servicediscovery;

  async function foundIn(
    summary: NamespaceSummary,
    stack: string,
    signal?: AbortSignal,
  ): Promise<Found | undefined> {
    const mark = markInDescription(summary.Description, stack);
    if (!mark || summary.Id === undefined) return undefined;
    const ResourceARN = must(summary.Arn, 'Arn');
    const answer = await unlessGone(
      send(client, new ListTagsForResourceCommand({ ResourceARN }), { signal }),
    );
    const tags = fromTags(answer?.Tags);
    // Cloud Map does not say to which VPC a namespace belongs; only Route 53 would, with further rights.
    const vpcId = ownTag(tags, 'vpc');
    return foundOf({
      type: TYPE,
      mark: withTags(mark, tags),
      physicalId: summary.Id,
      props: { name: summary.Name, vpcId },
      attributes: { id: summary.Id, arn: summary.Arn },
      pointsTo: [vpcId],
    });
  }

  return {
    type: TYPE,
    replacement: 'deleteFirst',
    interruption: 'No name in it is resolved until tasks have registered anew, two to four minutes.',
    lingering: 'waits until its hosted zone is deleted, about a minute',
    immutable: ['name', 'vpcId'],
    slot: ['name', 'vpcId'],
    expected: EXPECTED,

    // One that a run which died has asked for is listed only when it is done, and a destroy would miss it. One of which
    // it has asked the deletion is listed until that is done, and a deploy would take it for one that stays.
    settle: (signal) => noOperations(account, ['CREATE_NAMESPACE', 'DELETE_NAMESPACE'], signal),

    async find(stack, _earlier, signal) {
      const all = await listPrivateNamespaces(account, signal);
      return mapAsync(all, (summary) => foundIn(summary, stack, signal));
    },

    lookup: (sought, signal) => lookUpNamespace(account, sought, { signal }),

    async taken({ name, vpcId }, { stack, resource }, signal) {
      const same = (await listPrivateNamespaces(account, signal)).filter(
        (it) => it.Name === name && markInDescription(it.Description, stack)?.id !== resource,
      );
      const found = await mapAsync(same, async ({ Arn, Id }): Promise<Obstacle | undefined> => {
        // Only what another stack made says where it is.
        const answer =
          Arn === undefined
            ? undefined
            : await unlessGone(
                send(client, new ListTagsForResourceCommand({ ResourceARN: Arn }), { signal }),
              );
        const place = ownTag(fromTags(answer?.Tags), 'vpc');
        if (place !== undefined && place !== vpcId) return undefined;
        const which = `${name} (${Id ?? 'unknown'})`;
        return place === undefined
          ? {
              message: `A Cloud Map namespace of this name exists. If it is in ${vpcId} too, which AWS does not tell, the deploy fails; then give it another name, or use the one that is there as "existing": ${which}`,
              certain: false,
            }
          : {
              message: `Another stack has a Cloud Map namespace of this name in ${vpcId}; give one of the two another name, or use it as "existing": ${which}`,
              certain: true,
            };
      });
      return found.find(({ certain }) => certain) ?? found[0];
    },

    async create({ id, props: { name, vpcId }, marks }, signal) {
      const input = {
        Name: name,
        Vpc: vpcId,
        Description: descriptionOf(marks),
        Properties: { DnsProperties: { SOA: { TTL: SOA_TTL } } },
        Tags: toUpperList(tagsOf(marks, { vpc: vpcId })),
      };
      const made = await createOnce(
        account,
        {
          exists: ['NamespaceAlreadyExists', 'ConflictingDomainExists'],
          async create() {
            const command = new CreatePrivateDnsNamespaceCommand({
              ...input,
              CreatorRequestId: tokenOf(input, 64),
            });
            const started = send(client, command, { signal, resource: id });
            const { NAMESPACE } = await awaitOperation(
              account,
              started,
              { what: `Namespace ${name}`, expected: EXPECTED.make * 1_000 },
              signal,
            );
            return must(NAMESPACE, 'Targets.NAMESPACE');
          },
          async look(taken) {
            const same = (await listPrivateNamespaces(account, signal)).filter((it) => it.Name === name);
            const ours = same.flatMap(({ Id, Description }) => {
              const mark = markInDescription(Description, marks.stack);
              return mark?.id === marks.resource ? [{ Id, mark }] : [];
            });
            const [made] = ours.filter(({ mark }) => isSameAttempt(mark, marks));
            if (made) return made.Id;
            // Other VPCs may have the same domain; only AWS knows whether this one has.
            if (!taken || same.length === 0) return undefined;
            // Another run of this stack made it a moment ago.
            if (ours[0]) return ours[0].Id;
            throw foreignError('Cloud Map namespace', `${name} (${same[0]?.Id ?? 'unknown'})`, {
              service: 'servicediscovery',
              operation: 'CreatePrivateDnsNamespace',
              isShareable: true,
            });
          },
        },
        signal,
      );
      const { Namespace } = await send(client, new GetNamespaceCommand({ Id: made }), {
        signal,
        resource: id,
      });
      return { physicalId: made, attributes: { id: made, arn: must(Namespace?.Arn, 'Namespace.Arn') } };
    },

    async update({ id, props, marks, found }, signal) {
      // Nothing of it can be changed but what it is marked with.
      const options = { signal, resource: id };
      const own = { ...marks, created: found.created };
      const Description = descriptionOf(own);
      const input = { Id: found.physicalId, Namespace: { Description } };
      const command = new UpdatePrivateDnsNamespaceCommand({
        ...input,
        UpdaterRequestId: tokenOf(input, 64),
      });
      await awaitOperation(
        account,
        send(client, command, options),
        { what: `Update of namespace ${props.name}` },
        signal,
      );
      const Tags = toUpperList(tagsOf(own, { vpc: props.vpcId }));
      const ResourceARN = found.attributes.arn;
      await send(client, new TagResourceCommand({ ResourceARN, Tags }), options);
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal } = {}) {
      const command = new DeleteNamespaceCommand({ Id: found.physicalId });
      const started = send(client, command, { signal, resource: found.id });
      // Gone already; or an emulator, which forgets the operation together with the namespace.
      await unlessGone(
        awaitOperation(
          account,
          started,
          { what: `Deletion of namespace ${found.physicalId}`, expected: EXPECTED.gone * 1_000 },
          signal,
        ),
      );
    },
  };
}

/** The account's private DNS namespaces in this region. */
export async function listPrivateNamespaces(
  { clients, send }: Account,
  signal?: AbortSignal,
): Promise<NamespaceSummary[]> {
  const all = await pages(async (NextToken) => {
    const page = await send(clients.servicediscovery, new ListNamespacesCommand({ NextToken }), { signal });
    return { items: page.Namespaces, next: page.NextToken };
  });
  return all.filter((summary) => summary.Type === 'DNS_PRIVATE');
}
