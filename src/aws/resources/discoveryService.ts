import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DeregisterInstanceCommand,
  ListInstancesCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UpdateServiceCommand,
  type ServiceSummary,
} from '@aws-sdk/client-servicediscovery';
import type { DeleteOptions, Found, Provider } from '../../engine/provider';
import type { DiscoveryServiceProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError, isCode } from '../errors';
import { createOnce } from '../retry';
import { descriptionOf, fromTags, markInDescription, tagsOf, tokenOf, toUpperList, withTags } from '../tags';
import { DONE, notYet, waitFor } from '../wait';
import { flatMapAsync, foundOf, mapAsync, must, ofType, pages, unlessGone } from './common';
import { listPrivateNamespaces } from './namespace';
import { awaitOperation } from './operation';

const TYPE = 'AWS::ServiceDiscovery::Service';

/** ECS takes its instances away seconds after a task stops; what is still there then was registered by someone else. */
const PATIENCE_MS = 60_000;

export function discoveryService(account: Account): Provider<DiscoveryServiceProps> {
  const { clients, send } = account;
  const client = clients.servicediscovery;

  async function list(namespaceId: string, signal?: AbortSignal): Promise<ServiceSummary[]> {
    const Filters = [{ Name: 'NAMESPACE_ID' as const, Values: [namespaceId] }];
    return pages(async (NextToken) => {
      const page = await send(client, new ListServicesCommand({ Filters, NextToken }), { signal });
      return { items: page.Services, next: page.NextToken };
    });
  }

  /** Ours, and those that the security groups of our services name: a registration may live in somebody's namespace. */
  async function namespacesToSearch(earlier: readonly Found[], signal?: AbortSignal): Promise<string[]> {
    const own = ofType(earlier, 'AWS::ServiceDiscovery::PrivateDnsNamespace');
    const known = new Set(own.map((found) => found.props.name));
    const named = new Set(
      ofType(earlier, 'AWS::EC2::SecurityGroup')
        .map((found) => found.props.namespace)
        .filter((name) => typeof name === 'string' && !known.has(name)),
    );
    const others = named.size === 0 ? [] : await listPrivateNamespaces(account, signal);
    return [
      ...own.map((found) => found.physicalId),
      ...others.flatMap((summary) =>
        named.has(summary.Name) || named.has(summary.Id) ? (summary.Id ?? []) : [],
      ),
    ];
  }

  async function foundIn(
    summary: ServiceSummary,
    namespaceId: string,
    stack: string,
    signal?: AbortSignal,
  ): Promise<Found | undefined> {
    const mark = markInDescription(summary.Description, stack);
    if (!mark || summary.Id === undefined) return undefined;
    const ResourceARN = must(summary.Arn, 'Arn');
    const answer = await unlessGone(
      send(client, new ListTagsForResourceCommand({ ResourceARN }), { signal }),
    );
    const record = summary.DnsConfig?.DnsRecords?.[0];
    return foundOf({
      type: TYPE,
      mark: withTags(mark, fromTags(answer?.Tags)),
      physicalId: summary.Id,
      props: { name: summary.Name, namespaceId, record: record?.Type, ttl: record?.TTL },
      attributes: { id: summary.Id, arn: summary.Arn },
      pointsTo: [namespaceId],
    });
  }

  return {
    type: TYPE,
    replacement: 'deleteFirst',
    interruption:
      'The name is not resolved until tasks have registered with the new one, one to two minutes.',
    lingering: 'waits until no instance is registered any more',
    immutable: ['name', 'namespaceId', 'record'],
    slot: ['name', 'namespaceId'],

    under: ['AWS::ServiceDiscovery::PrivateDnsNamespace', 'AWS::EC2::SecurityGroup'],
    async find(stack, earlier, signal) {
      return flatMapAsync(await namespacesToSearch(earlier, signal), async (namespaceId) =>
        mapAsync((await unlessGone(list(namespaceId, signal))) ?? [], (summary) =>
          foundIn(summary, namespaceId, stack, signal),
        ),
      );
    },

    async create({ id, props: { name, namespaceId, record, ttl }, marks }, signal) {
      const input = {
        Name: name,
        NamespaceId: namespaceId,
        Description: descriptionOf(marks),
        DnsConfig: { RoutingPolicy: 'MULTIVALUE' as const, DnsRecords: [{ Type: record, TTL: ttl }] },
        // Lets ECS report a container's health; it cannot be added later.
        HealthCheckCustomConfig: {},
        Tags: toUpperList(tagsOf(marks)),
      };
      const made = await createOnce(
        account,
        {
          exists: ['ServiceAlreadyExists'],
          async create() {
            const command = new CreateServiceCommand({ ...input, CreatorRequestId: tokenOf(input, 64) });
            const { Service } = await send(client, command, { signal, resource: id });
            return { id: must(Service?.Id, 'Service.Id'), arn: must(Service?.Arn, 'Service.Arn') };
          },
          async look() {
            const same = (await list(namespaceId, signal)).find((summary) => summary.Name === name);
            if (!same) return undefined;
            if (markInDescription(same.Description, marks.stack)?.id === marks.resource) {
              return { id: must(same.Id, 'Id'), arn: must(same.Arn, 'Arn') };
            }
            throw foreignError('Cloud Map service', `${name} in ${namespaceId}`, {
              service: 'servicediscovery',
              operation: 'CreateService',
            });
          },
        },
        signal,
      );
      return { physicalId: made.id, attributes: made };
    },

    async update({ id, props, marks, found, remark }, signal) {
      const options = { signal, resource: id };
      const own = { ...marks, created: found.created };
      // Leaving DnsRecords out of DnsConfig would delete them.
      const DnsConfig = { DnsRecords: [{ Type: props.record, TTL: props.ttl }] };
      const Service = { Description: descriptionOf(own), DnsConfig };
      const started = send(client, new UpdateServiceCommand({ Id: found.physicalId, Service }), options);
      await awaitOperation(account, started, { what: `Update of ${props.name}` }, signal);
      if (remark) {
        const ResourceARN = found.attributes.arn;
        await send(client, new TagResourceCommand({ ResourceARN, Tags: toUpperList(tagsOf(own)) }), options);
      }
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal, waiting } = {}) {
      await unlessGone(emptied(found, waiting, signal));
      try {
        await send(client, new DeleteServiceCommand({ Id: found.physicalId }), {
          signal,
          resource: found.id,
          onRetry: ({ reason }) => waiting?.(reason),
        });
      } catch (error) {
        if (!isCode(error, 'ServiceNotFound')) throw error;
      }
    },
  };

  /** Waits until no instance is left, taking away those that nobody else does. */
  async function emptied(
    found: Found,
    waiting: DeleteOptions['waiting'],
    signal?: AbortSignal,
  ): Promise<void> {
    const ServiceId = found.physicalId;
    const started = account.clock.now();
    await waitFor(
      account,
      {
        what: `The instances of ${ServiceId} going away`,
        call: { service: 'servicediscovery', operation: 'ListInstances' },
        expected: 5_000,
        giveUp: 5 * 60_000,
        waiting,
        async look() {
          const instances = await pages(async (NextToken) => {
            const page = await send(client, new ListInstancesCommand({ ServiceId, NextToken }), { signal });
            return { items: page.Instances, next: page.NextToken };
          });
          if (instances.length === 0) return DONE;
          if (account.clock.now() - started >= PATIENCE_MS * account.pace) {
            await Promise.all(
              instances.map(({ Id }) => deregister(ServiceId, must(Id, 'Instance.Id'), signal)),
            );
          }
          return notYet(`${instances.length} instances are registered`);
        },
      },
      signal,
    );
  }

  async function deregister(ServiceId: string, InstanceId: string, signal?: AbortSignal): Promise<void> {
    try {
      const command = new DeregisterInstanceCommand({ ServiceId, InstanceId });
      const started = send(client, command, { signal });
      await unlessGone(awaitOperation(account, started, { what: `Deregistration of ${InstanceId}` }, signal));
    } catch (error) {
      // Somebody else is deregistering it, or has.
      if (!isCode(error, 'DuplicateRequest', 'ResourceInUse', 'InstanceNotFound')) throw error;
    }
  }
}
