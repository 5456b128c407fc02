import type * as CloudMap from '@aws-sdk/client-servicediscovery';
import { arn, type Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { alphanumeric } from '../ids';
import { page } from '../page';
import { tagsFromUpper } from '../tags';
import { invalidInput, refuseDuplicate, startOperation } from './operations';
import type { NamespaceState } from './state';

/** The namespace of an id or ARN, or NamespaceNotFound. */
export function namespaceOf(context: Context, idOrArn: string | undefined): NamespaceState {
  const id = idOrArn?.split('/').at(-1) ?? '';
  const namespace = context.region.cloudMap.namespaces.get(id);
  if (!namespace) throw awsError('NamespaceNotFound', `${idOrArn ?? ''} not found.`);
  return namespace;
}

/** Whether a namespace is being deleted. It was empty when that began and takes nothing in any more (chosen). */
export function isGoing({ region }: Context, id: string): boolean {
  return [...region.cloudMap.operations.values()].some(
    ({ type, status, targets }) =>
      type === 'DELETE_NAMESPACE' && status === 'PENDING' && targets.NAMESPACE === id,
  );
}

/** The ARN of a namespace. */
function namespaceArn(context: Context, namespace: NamespaceState): string {
  return arn(context, 'servicediscovery', `namespace/${namespace.id}`);
}

function summary(context: Context, namespace: NamespaceState) {
  return {
    Id: namespace.id,
    Arn: namespaceArn(context, namespace),
    ResourceOwner: context.world.account,
    Name: namespace.name,
    Type: 'DNS_PRIVATE' as const,
    Description: namespace.description,
    ServiceCount: servicesIn(context, namespace.id),
    Properties: {
      DnsProperties: { HostedZoneId: namespace.hostedZoneId, SOA: { TTL: namespace.ttl } },
      HttpProperties: { HttpName: namespace.name },
    },
    CreateDate: new Date(namespace.createdAt),
  };
}

function servicesIn(context: Context, namespaceId: string): number {
  return [...context.region.cloudMap.services.values()].filter((one) => one.namespaceId === namespaceId)
    .length;
}

/** A filter of Cloud Map's list calls: EQ, IN, BEGINS_WITH. */
export function passes(
  filters:
    | readonly { Name?: string | undefined; Values?: string[] | undefined; Condition?: string | undefined }[]
    | undefined,
  fields: Readonly<Record<string, string>>,
): boolean {
  return (filters ?? []).every(({ Name = '', Values = [], Condition }) => {
    const value = Object.hasOwn(fields, Name) ? fields[Name] : undefined;
    if (value === undefined) throw invalidInput(`Invalid filter: ${Name}`);
    return Values.some((wanted) =>
      Condition === 'BEGINS_WITH' ? value.startsWith(wanted) : value === wanted,
    );
  });
}

/** Paging of Cloud Map: at most 100 an answer. */
export function paging(input: { MaxResults?: number | undefined; NextToken?: string | undefined }) {
  return { size: input.MaxResults, limit: 100, token: input.NextToken, invalid: invalidInput };
}

function checkName(name: string): void {
  const labels = name.split('.');
  if (
    name.length > 253 ||
    labels.length < 2 ||
    labels.some((label) => !/^[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?$/.test(label))
  ) {
    throw invalidInput(`Name must be a domain name of at least two labels: ${name}`);
  }
}

/** Private DNS namespaces: made, changed and deleted by operations that take their time. */
export const namespaceHandlers = {
  CreatePrivateDnsNamespaceCommand(context, input) {
    const { Name: name = '', Vpc: vpcId, CreatorRequestId: requestId } = input;
    checkName(name);
    if (!vpcId) throw invalidInput('Vpc is required.');
    refuseDuplicate(
      context,
      (operation) =>
        operation.type === 'CREATE_NAMESPACE' && operation.requestId === requestId && requestId !== undefined,
    );
    const known = [...context.region.cloudMap.namespaces.values()].find(
      (one) => requestId !== undefined && one.requestId === requestId,
    );
    if (known) {
      throw awsError('NamespaceAlreadyExists', `Namespace with name ${known.name} already exists.`, {
        fields: { NamespaceId: known.id, CreatorRequestId: known.requestId },
      });
    }
    const id = `ns-${alphanumeric(context.random, 16)}`;
    const operation = startOperation(context, context.latencies.namespaceCreate.seconds, {
      type: 'CREATE_NAMESPACE',
      requestId,
      targets: { NAMESPACE: id },
      namespace: {
        id,
        name,
        vpcId,
        hostedZoneId: `Z${alphanumeric(context.random, 20).toUpperCase()}`,
        description: input.Description,
        ttl: input.Properties?.DnsProperties?.SOA?.TTL ?? 60,
        requestId,
        createdAt: context.now(),
        tags: tagsFromUpper(input.Tags),
        formerServices: new Map(),
      },
    });
    return { OperationId: operation.id };
  },

  UpdatePrivateDnsNamespaceCommand(context, input) {
    const namespace = namespaceOf(context, input.Id);
    const change = input.Namespace;
    if (change?.Description !== undefined) namespace.description = change.Description;
    namespace.ttl = change?.Properties?.DnsProperties?.SOA?.TTL ?? namespace.ttl;
    const operation = startOperation(context, context.latencies.cloudMapOperation.seconds, {
      type: 'UPDATE_NAMESPACE',
      requestId: input.UpdaterRequestId,
      targets: { NAMESPACE: namespace.id },
    });
    return { OperationId: operation.id };
  },

  DeleteNamespaceCommand(context, input) {
    const namespace = namespaceOf(context, input.Id);
    refuseDuplicate(
      context,
      (operation) => operation.type === 'DELETE_NAMESPACE' && operation.targets.NAMESPACE === namespace.id,
    );
    if (servicesIn(context, namespace.id) > 0) {
      throw awsError(
        'ResourceInUse',
        'Namespace has associated services; delete the services before deleting the namespace.',
      );
    }
    const operation = startOperation(context, context.latencies.namespaceDelete.seconds, {
      type: 'DELETE_NAMESPACE',
      requestId: undefined,
      targets: { NAMESPACE: namespace.id },
    });
    return { OperationId: operation.id };
  },

  GetNamespaceCommand(context, input) {
    const namespace = namespaceOf(context, input.Id);
    return { Namespace: { ...summary(context, namespace), CreatorRequestId: namespace.requestId } };
  },

  ListNamespacesCommand(context, input) {
    const found = [...context.region.cloudMap.namespaces.values()].filter((one) =>
      passes(input.Filters, {
        TYPE: 'DNS_PRIVATE',
        NAME: one.name,
        HTTP_NAME: one.name,
        RESOURCE_OWNER: 'SELF',
      }),
    );
    const { items, next } = page(found, paging(input));
    return { Namespaces: items.map((one) => summary(context, one)), NextToken: next };
  },
} satisfies HandlersOf<typeof CloudMap>;
