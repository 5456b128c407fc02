import type * as CloudMap from '@aws-sdk/client-servicediscovery';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { page } from '../page';
import { paging } from './namespaces';
import { invalidInput, refuseDuplicate, startOperation } from './operations';
import { discoveryServiceOf, hasRecord } from './services';
import type { DiscoveryServiceState, InstanceState } from './state';

function instanceOf(service: DiscoveryServiceState, id: string | undefined): InstanceState {
  const instance = service.instances.get(id ?? '');
  if (!instance) throw awsError('InstanceNotFound', `${id ?? ''} not found in service ${service.id}.`);
  return instance;
}

function describe(instance: InstanceState) {
  return { Id: instance.id, Attributes: Object.fromEntries(instance.attributes) };
}

/** Instances: ECS writes them; registering by hand is for repair (aws-reference §1.15). */
export const instanceHandlers = {
  RegisterInstanceCommand(context, input) {
    const service = discoveryServiceOf(context, input.ServiceId);
    const attributes = new Map(Object.entries(input.Attributes ?? {}));
    if (!input.InstanceId) throw invalidInput('InstanceId is required.');
    if (hasRecord(service, 'A') && !attributes.has('AWS_INSTANCE_IPV4')) {
      throw invalidInput('AWS_INSTANCE_IPV4 is required for a service with A records.');
    }
    if (hasRecord(service, 'SRV') && !attributes.has('AWS_INSTANCE_PORT')) {
      throw invalidInput('AWS_INSTANCE_PORT is required for a service with SRV records.');
    }
    const health = attributes.get('AWS_INIT_HEALTH_STATUS') === 'UNHEALTHY' ? 'UNHEALTHY' : 'HEALTHY';
    const operation = startOperation(context, context.latencies.cloudMapOperation.seconds, {
      type: 'REGISTER_INSTANCE',
      requestId: input.CreatorRequestId,
      targets: { SERVICE: service.id, INSTANCE: input.InstanceId },
      instance: { id: input.InstanceId, attributes, health },
    });
    return { OperationId: operation.id };
  },

  DeregisterInstanceCommand(context, input) {
    const service = discoveryServiceOf(context, input.ServiceId);
    const instance = instanceOf(service, input.InstanceId);
    refuseDuplicate(
      context,
      (operation) =>
        operation.type === 'DEREGISTER_INSTANCE' &&
        operation.targets.SERVICE === service.id &&
        operation.targets.INSTANCE === instance.id,
    );
    const operation = startOperation(context, context.latencies.cloudMapOperation.seconds, {
      type: 'DEREGISTER_INSTANCE',
      requestId: undefined,
      targets: { SERVICE: service.id, INSTANCE: instance.id },
    });
    return { OperationId: operation.id };
  },

  GetInstanceCommand: (context, input) => ({
    ResourceOwner: context.world.account,
    Instance: describe(instanceOf(discoveryServiceOf(context, input.ServiceId), input.InstanceId)),
  }),

  ListInstancesCommand(context, input) {
    const service = discoveryServiceOf(context, input.ServiceId);
    const { items, next } = page([...service.instances.values()], paging(input));
    return { ResourceOwner: context.world.account, Instances: items.map(describe), NextToken: next };
  },

  GetInstancesHealthStatusCommand(context, input) {
    const service = discoveryServiceOf(context, input.ServiceId);
    const wanted = input.Instances?.map((id) => instanceOf(service, id));
    const { items, next } = page(wanted ?? [...service.instances.values()], paging(input));
    return {
      Status: Object.fromEntries(
        items.map(({ id, health }) => [id, service.customHealth ? health : ('UNKNOWN' as const)]),
      ),
      NextToken: next,
    };
  },

  UpdateInstanceCustomHealthStatusCommand(context, input) {
    const service = discoveryServiceOf(context, input.ServiceId);
    const instance = instanceOf(service, input.InstanceId);
    if (!service.customHealth) {
      throw awsError('CustomHealthNotFound', 'The service has no custom health check.');
    }
    instance.health = input.Status === 'UNHEALTHY' ? 'UNHEALTHY' : 'HEALTHY';
    return {};
  },

  DiscoverInstancesCommand(context, input) {
    const { namespaces, services } = context.region.cloudMap;
    const namespace = [...namespaces.values()].find((one) => one.name === input.NamespaceName);
    if (!namespace) throw awsError('NamespaceNotFound', `${input.NamespaceName ?? ''} not found.`);
    const service = [...services.values()].find(
      (one) => one.namespaceId === namespace.id && one.name === input.ServiceName,
    );
    if (!service) throw awsError('ServiceNotFound', `${input.ServiceName ?? ''} not found.`);
    const attributes = Object.entries(input.QueryParameters ?? {});
    const asked = [...service.instances.values()].filter((one) =>
      attributes.every(([key, value]) => one.attributes.get(key) === value),
    );
    const healthy = asked.filter((one) => one.health === 'HEALTHY');
    const status = input.HealthStatus ?? 'HEALTHY_OR_ELSE_ALL';
    const found =
      status === 'ALL'
        ? asked
        : status === 'UNHEALTHY'
          ? asked.filter((one) => one.health === 'UNHEALTHY')
          : status === 'HEALTHY' || healthy.length > 0
            ? healthy
            : asked;
    return {
      InstancesRevision: service.instances.size,
      Instances: found.slice(0, input.MaxResults ?? 100).map((one) => ({
        InstanceId: one.id,
        NamespaceName: namespace.name,
        ServiceName: service.name,
        HealthStatus: service.customHealth ? one.health : ('UNKNOWN' as const),
        Attributes: Object.fromEntries(one.attributes),
      })),
    };
  },
} satisfies HandlersOf<typeof CloudMap>;
