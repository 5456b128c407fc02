import type { DnsConfig, HealthCheckCustomConfig } from '@aws-sdk/client-servicediscovery';
import type { Tags } from '../tags';

/** Cloud Map of one region. */
export interface CloudMapState {
  readonly namespaces: Map<string, NamespaceState>;
  readonly services: Map<string, DiscoveryServiceState>;
  readonly operations: Map<string, OperationState>;
}

export interface NamespaceState {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
  readonly hostedZoneId: string;
  description: string | undefined;
  ttl: number;
  readonly requestId: string | undefined;
  readonly createdAt: number;
  readonly tags: Tags;
  /** Ids of its deleted services by name: one that is made again gets its old id back. */
  readonly formerServices: Map<string, string>;
}

export interface DiscoveryServiceState {
  readonly id: string;
  readonly name: string;
  readonly namespaceId: string;
  description: string | undefined;
  dns: DnsConfig | undefined;
  readonly type: 'HTTP' | 'DNS_HTTP';
  readonly customHealth: HealthCheckCustomConfig | undefined;
  readonly requestId: string | undefined;
  readonly createdAt: number;
  readonly instances: Map<string, InstanceState>;
  readonly tags: Tags;
}

export interface InstanceState {
  readonly id: string;
  readonly attributes: Map<string, string>;
  health: 'HEALTHY' | 'UNHEALTHY';
}

/** An asynchronous operation and, while it runs, what it is going to do. */
export interface OperationState {
  readonly id: string;
  readonly type:
    | 'CREATE_NAMESPACE'
    | 'DELETE_NAMESPACE'
    | 'UPDATE_NAMESPACE'
    | 'UPDATE_SERVICE'
    | 'REGISTER_INSTANCE'
    | 'DEREGISTER_INSTANCE';
  status: 'PENDING' | 'SUCCESS' | 'FAIL';
  errorCode?: string;
  errorMessage?: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly requestId: string | undefined;
  readonly targets: Readonly<Partial<Record<'NAMESPACE' | 'SERVICE' | 'INSTANCE', string>>>;
  /** CREATE_NAMESPACE: what appears at the end. */
  readonly namespace?: NamespaceState;
  /** REGISTER_INSTANCE: what appears at the end. */
  readonly instance?: InstanceState;
}

/** Empty. */
export function startCloudMap(): CloudMapState {
  return { namespaces: new Map(), services: new Map(), operations: new Map() };
}
