import type * as CloudMap from '@aws-sdk/client-servicediscovery';
import { arn, type Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { alphanumeric } from '../ids';
import { page } from '../page';
import { tagsFromUpper } from '../tags';
import { isGoing, namespaceOf, paging, passes } from './namespaces';
import { invalidInput, startOperation } from './operations';
import type { DiscoveryServiceState } from './state';

/** The service of an id or ARN, or ServiceNotFound. */
export function discoveryServiceOf(context: Context, idOrArn: string | undefined): DiscoveryServiceState {
  const id = idOrArn?.split('/').at(-1) ?? '';
  const service = context.region.cloudMap.services.get(id);
  if (!service) throw awsError('ServiceNotFound', `${idOrArn ?? ''} not found.`);
  return service;
}

/** The ARN of a service. */
function discoveryServiceArn(context: Context, service: DiscoveryServiceState): string {
  return arn(context, 'servicediscovery', `service/${service.id}`);
}

/** Whether a service writes records of a type. */
export function hasRecord(service: DiscoveryServiceState, type: 'A' | 'SRV'): boolean {
  return service.dns?.DnsRecords?.some((record) => record.Type === type) ?? false;
}

function describe(context: Context, service: DiscoveryServiceState) {
  return {
    Id: service.id,
    Arn: discoveryServiceArn(context, service),
    ResourceOwner: context.world.account,
    Name: service.name,
    NamespaceId: service.namespaceId,
    Description: service.description,
    InstanceCount: service.instances.size,
    DnsConfig: service.dns,
    Type: service.type,
    HealthCheckCustomConfig: service.customHealth,
    CreateDate: new Date(service.createdAt),
    CreatorRequestId: service.requestId,
    CreatedByAccount: context.world.account,
  };
}

function checkDns(dns: CloudMap.DnsConfig | undefined): void {
  for (const record of dns?.DnsRecords ?? []) {
    if (record.Type !== 'A' && record.Type !== 'SRV' && record.Type !== 'AAAA' && record.Type !== 'CNAME') {
      throw invalidInput(`Unknown record type: ${String(record.Type)}`);
    }
    if (record.TTL === undefined || record.TTL < 0)
      throw invalidInput('TTL is required for every DNS record.');
  }
}

/** Services of a namespace. Creating and deleting them is immediate, changing them is an operation. */
export const discoveryServiceHandlers = {
  CreateServiceCommand(context, input) {
    const { Name: name = '', DnsConfig: dns } = input;
    const namespace = namespaceOf(context, input.NamespaceId ?? dns?.NamespaceId);
    if (isGoing(context, namespace.id)) throw awsError('NamespaceNotFound', `${namespace.id} not found.`);
    if (
      !/^((?=^.{1,127}$)^([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9])(\.([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9]))*$)$/.test(
        name,
      )
    ) {
      throw invalidInput(`Invalid service name: ${name}`);
    }
    if (input.HealthCheckConfig) {
      throw invalidInput('HealthCheckConfig is not supported for services of a private DNS namespace.');
    }
    checkDns(dns);
    const known = [...context.region.cloudMap.services.values()].find(
      (one) => one.namespaceId === namespace.id && one.name.toLowerCase() === name.toLowerCase(),
    );
    if (known) {
      throw awsError('ServiceAlreadyExists', `Service already exists: ${known.name}`, {
        fields: {
          ServiceId: known.id,
          ServiceArn: discoveryServiceArn(context, known),
          CreatorRequestId: known.requestId,
        },
      });
    }
    const service: DiscoveryServiceState = {
      id: namespace.formerServices.get(name.toLowerCase()) ?? `srv-${alphanumeric(context.random, 16)}`,
      name,
      namespaceId: namespace.id,
      description: input.Description,
      dns: dns && {
        NamespaceId: namespace.id,
        RoutingPolicy: dns.RoutingPolicy ?? 'MULTIVALUE',
        DnsRecords: dns.DnsRecords,
      },
      type: dns ? 'DNS_HTTP' : 'HTTP',
      customHealth: input.HealthCheckCustomConfig && { FailureThreshold: 1 },
      requestId: input.CreatorRequestId,
      createdAt: context.now(),
      instances: new Map(),
      tags: tagsFromUpper(input.Tags),
    };
    context.region.cloudMap.services.set(service.id, service);
    return { Service: describe(context, service) };
  },

  UpdateServiceCommand(context, input) {
    const service = discoveryServiceOf(context, input.Id);
    const change = input.Service;
    if (change?.Description !== undefined) service.description = change.Description;
    if (change?.DnsConfig) {
      checkDns({ ...change.DnsConfig, DnsRecords: change.DnsConfig.DnsRecords });
      // What the change leaves out is deleted (aws-reference §1.15).
      service.dns = {
        NamespaceId: service.namespaceId,
        RoutingPolicy: service.dns?.RoutingPolicy ?? 'MULTIVALUE',
        DnsRecords: change.DnsConfig.DnsRecords ?? [],
      };
    }
    const operation = startOperation(context, context.latencies.cloudMapOperation.seconds, {
      type: 'UPDATE_SERVICE',
      requestId: undefined,
      targets: { SERVICE: service.id },
    });
    return { OperationId: operation.id };
  },

  DeleteServiceCommand(context, input) {
    const service = discoveryServiceOf(context, input.Id);
    if (service.instances.size > 0) {
      throw awsError(
        'ResourceInUse',
        'Service contains registered instances; delete the instances before deleting the service',
      );
    }
    context.region.cloudMap.services.delete(service.id);
    const namespace = context.region.cloudMap.namespaces.get(service.namespaceId);
    namespace?.formerServices.set(service.name.toLowerCase(), service.id);
    return {};
  },

  GetServiceCommand: (context, input) => ({
    Service: describe(context, discoveryServiceOf(context, input.Id)),
  }),

  ListServicesCommand(context, input) {
    const found = [...context.region.cloudMap.services.values()].filter((one) =>
      passes(input.Filters, { NAMESPACE_ID: one.namespaceId, RESOURCE_OWNER: 'SELF' }),
    );
    const { items, next } = page(found, paging(input));
    return { Services: items.map((one) => describe(context, one)), NextToken: next };
  },
} satisfies HandlersOf<typeof CloudMap>;
