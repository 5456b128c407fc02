import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } from '@smithy/core';
import type { Connection } from './connection';
import type { ServiceKey } from './services';

const CLIENTS = {
  apigatewayv2: ApiGatewayV2Client,
  elbv2: ElasticLoadBalancingV2Client,
  ecs: ECSClient,
  applicationautoscaling: ApplicationAutoScalingClient,
  servicediscovery: ServiceDiscoveryClient,
  ec2: EC2Client,
  iam: IAMClient,
  logs: CloudWatchLogsClient,
  sts: STSClient,
} satisfies Record<ServiceKey, unknown>;

/** One SDK client per service, made when it is first asked for. */
export type Clients = { readonly [Key in ServiceKey]: InstanceType<(typeof CLIENTS)[Key]> } & {
  /** Forgets the credentials of an expired session; the next call reads them anew. */
  renewCredentials(): void;
  /** Closes the connections of the clients that were made. */
  destroy(): void;
};

const CONNECT_TIMEOUT_MS = 10_000;
const REPLY_TIMEOUT_MS = 60_000;

/** Makes the clients of a connection. Credentials are resolved with the first call, and again when they expire. */
export function createClients(connection: Connection): Clients {
  const source = credentialsOf(connection);
  const configuration = { ...configurationOf(connection), credentials: source.credentials };
  const made = new Map<ServiceKey, { destroy(): void }>();
  const clients = {
    renewCredentials: source.renew,
    destroy() {
      for (const client of made.values()) client.destroy();
      made.clear();
    },
  };
  // The keys of a literal object are exactly its type's keys.
  for (const key of Object.keys(CLIENTS) as ServiceKey[]) {
    Object.defineProperty(clients, key, {
      enumerable: true,
      get() {
        const known = made.get(key);
        if (known) return known;
        const client = new CLIENTS[key](configuration);
        // Each client's stack has its own types; the sandbox treats them alike.
        if (connection.kind === 'sandbox') connection.attach(client as never);
        made.set(key, client);
        return client;
      },
    });
  }
  // The loop above has defined a getter for every key.
  return clients as Clients;
}

function configurationOf(connection: Connection) {
  const shared = {
    region: connection.region,
    // Every retry is ours (`retry.ts`): with the SDK's default one CreateApi goes out three times on a 500.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REPLY_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  };
  switch (connection.kind) {
    case 'aws':
      return shared;
    case 'endpoint':
      return {
        ...shared,
        endpoint: connection.url,
        // Without it DiscoverInstances goes to data-127.0.0.1 and StartLiveTail to stream-127.0.0.1.
        disableHostPrefix: true,
      };
    case 'sandbox':
      return shared;
  }
}

/** Emulators want a signature and do not check it. */
const DUMMY = { accessKeyId: 'test', secretAccessKey: 'test' };

/** What signs the calls of all clients; the SDK keeps keys without a date for ever, so they can be forgotten here. */
function credentialsOf(connection: Connection) {
  if (connection.kind === 'sandbox' || (connection.kind === 'endpoint' && connection.profile === undefined)) {
    return { credentials: DUMMY, renew: () => undefined };
  }
  let current = chain(connection.profile);
  // `memoized` tells the SDK that this remembers by itself.
  const credentials = Object.assign((options?: CallerOptions) => current(options), { memoized: true });
  return { credentials, renew: () => void (current = chain(connection.profile)) };
}

type Provider = ReturnType<typeof fromNodeProviderChain>;
type CallerOptions = Parameters<Provider>[0];

function chain(profile: string | undefined): Provider {
  const provider = fromNodeProviderChain({
    ...(profile !== undefined && { profile }),
    // A login in a terminal beside us rewrites the files; the next resolution has to see it.
    ignoreCache: true,
  });
  return memoizeIdentityProvider(provider, isIdentityExpired, doesIdentityRequireRefresh) ?? provider;
}
