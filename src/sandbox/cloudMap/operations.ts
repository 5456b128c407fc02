import type * as CloudMap from '@aws-sdk/client-servicediscovery';
import { after, type Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { alphanumeric } from '../ids';
import type { OperationState } from './state';

/** `InvalidInput` of Cloud Map, whose error names carry no "Exception" (aws-reference §0). */
export function invalidInput(message: string): Error {
  return awsError('InvalidInput', message);
}

/** Starts an operation that ends after `seconds`. */
export function startOperation(
  context: Context,
  seconds: number,
  details: Pick<OperationState, 'type' | 'requestId' | 'targets' | 'namespace' | 'instance'>,
): OperationState {
  const operation: OperationState = {
    id: `${alphanumeric(context.random, 32)}-${alphanumeric(context.random, 8)}`,
    status: 'PENDING',
    createdAt: context.now(),
    updatedAt: context.now(),
    ...details,
  };
  context.region.cloudMap.operations.set(operation.id, operation);
  after(context, seconds, { kind: 'operationDone', id: operation.id });
  return operation;
}

/** Refuses a request whose work is still going on, naming the operation to poll (aws-reference §1.15). */
export function refuseDuplicate(context: Context, same: (operation: OperationState) => boolean): void {
  for (const operation of context.region.cloudMap.operations.values()) {
    if (operation.status === 'PENDING' && same(operation)) {
      throw awsError('DuplicateRequest', 'The operation is already in progress.', {
        fields: { DuplicateOperationId: operation.id },
      });
    }
  }
}

/** The end of an operation: what it promised appears, or it fails with AWS's reason. */
export function operationDone(context: Context, id: string): void {
  const { operations } = context.region.cloudMap;
  const operation = operations.get(id);
  if (!operation) return;
  operation.updatedAt = context.now();
  const failure = carryOut(context, operation);
  operation.status = failure ? 'FAIL' : 'SUCCESS';
  if (failure) {
    operation.errorCode = failure.code;
    operation.errorMessage = failure.message;
  }
}

function carryOut(
  context: Context,
  operation: OperationState,
): { code: string; message: string } | undefined {
  const { namespaces, services } = context.region.cloudMap;
  const { namespace, instance, targets } = operation;
  if (namespace) {
    if (!context.region.ec2.vpcs.has(namespace.vpcId)) {
      return {
        code: 'CANNOT_CREATE_HOSTED_ZONE',
        message: `The VPC ID that you provided does not exist or is not authorized: ${namespace.vpcId}`,
      };
    }
    const clash = [...namespaces.values()].find(
      (other) => other.vpcId === namespace.vpcId && other.name.toLowerCase() === namespace.name.toLowerCase(),
    );
    if (clash) {
      return {
        code: 'CANNOT_CREATE_HOSTED_ZONE',
        message: `The VPC ${namespace.vpcId} in region ${context.region.name} has already been associated with the hosted zone ${clash.hostedZoneId} with the same domain name. (Service: AmazonRoute53; Status Code: 400; Error Code: ConflictingDomainExists)`,
      };
    }
    if (context.faults?.fails('namespace')) {
      return { code: 'INTERNAL_FAILURE', message: 'The hosted zone could not be created. Try again.' };
    }
    namespaces.set(namespace.id, namespace);
  }
  if (operation.type === 'DELETE_NAMESPACE') namespaces.delete(targets.NAMESPACE ?? '');
  const service = services.get(targets.SERVICE ?? '');
  if (instance) service?.instances.set(instance.id, instance);
  if (operation.type === 'DEREGISTER_INSTANCE') service?.instances.delete(targets.INSTANCE ?? '');
  return undefined;
}

/** Operations outlive what they made or removed: GetOperation still answers. */
export const operationHandlers = {
  GetOperationCommand(context, input) {
    const operation = context.region.cloudMap.operations.get(input.OperationId ?? '');
    if (!operation) throw awsError('OperationNotFound', `Operation not found: ${input.OperationId ?? ''}`);
    return {
      Operation: {
        Id: operation.id,
        Type: operation.type,
        Status: operation.status,
        ErrorCode: operation.errorCode,
        ErrorMessage: operation.errorMessage,
        CreateDate: new Date(operation.createdAt),
        UpdateDate: new Date(operation.updatedAt),
        Targets: { ...operation.targets },
        OwnerAccount: context.world.account,
      },
    };
  },

  ListOperationsCommand(context, input) {
    const wanted = (name: string) => input.Filters?.find((filter) => filter.Name === name)?.Values;
    const namespaces = wanted('NAMESPACE_ID');
    const statuses = wanted('STATUS');
    const types = wanted('TYPE');
    return {
      Operations: [...context.region.cloudMap.operations.values()]
        .filter(
          (operation) =>
            (!namespaces || namespaces.includes(operation.targets.NAMESPACE ?? '')) &&
            (!types || types.includes(operation.type)) &&
            (!statuses || statuses.includes(operation.status)),
        )
        .map(({ id, status }) => ({ Id: id, Status: status })),
    };
  },
} satisfies HandlersOf<typeof CloudMap>;
