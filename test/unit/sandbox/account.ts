import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { STSClient } from '@aws-sdk/client-sts';
import { attachSandbox, type SandboxTarget } from '../../../src/sandbox/middleware';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/sandbox';
import { manualClock, type ManualClock } from './manualClock';

const config = { region: 'ap-southeast-1', maxAttempts: 1 };

/** The real SDK clients with a sandbox behind them. */
export function clientsOf(target: SandboxTarget) {
  const clients = {
    apiGateway: new ApiGatewayV2Client(config),
    autoScaling: new ApplicationAutoScalingClient(config),
    cloudMap: new ServiceDiscoveryClient(config),
    ec2: new EC2Client(config),
    ecs: new ECSClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    iam: new IAMClient(config),
    logs: new CloudWatchLogsClient(config),
    sts: new STSClient(config),
  };
  attachSandbox(clients.apiGateway, target);
  attachSandbox(clients.autoScaling, target);
  attachSandbox(clients.cloudMap, target);
  attachSandbox(clients.ec2, target);
  attachSandbox(clients.ecs, target);
  attachSandbox(clients.elb, target);
  attachSandbox(clients.iam, target);
  attachSandbox(clients.logs, target);
  attachSandbox(clients.sts, target);
  return clients;
}

export type Clients = ReturnType<typeof clientsOf>;

export interface Account extends Clients {
  readonly sandbox: Sandbox;
  readonly clock: ManualClock;
}

/** A fresh account whose time runs as AWS's and only by hand; ids come from a counter. */
export async function createAccount(options: SandboxOptions = {}): Promise<Account> {
  const clock = manualClock();
  const sandbox = await createSandbox({ timeScale: 1, clock, random: sequence(), ...options });
  return { ...clientsOf(sandbox), sandbox, clock };
}

/** A small generator of reproducible chance. */
export function sequence(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}
