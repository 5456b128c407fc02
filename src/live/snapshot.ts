import { GetStageCommand, GetVpcLinkCommand } from '@aws-sdk/client-apigatewayv2';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  type LoadBalancer,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetInstancesHealthStatusCommand, ListInstancesCommand } from '@aws-sdk/client-servicediscovery';
import type { Account } from '../aws/account';
import { chunks, pages } from '../aws/resources/common';
import { markOf } from '../engine/digest';
import { survey } from '../engine/plan';
import type { Cloud, Found } from '../engine/provider';
import { answers, ask, degraded } from './ask';
import type { Answer, Answers, InstancesLook, Snapshot } from './hops/snapshot';
import type { Prepared } from './prepare';
import type { Kind } from './ages';
import { createServiceLooks, type ServicesLook } from './services';
import type { Session } from './session';

export interface SnapshotOptions {
  /** A deploy or destroy is running. */
  readonly changing?: boolean;
  readonly signal?: AbortSignal;
}

/** Where a look has its answers from: AWS itself, or what AWS answered a while ago. */
export interface Sources {
  /** Tells what of the stack there is, and where. */
  readonly cloud: Cloud;
  /** Through what one thing is asked about; without one, all of a kind. */
  account(kind: Exclude<Kind, 'places' | 'listeners' | 'services' | 'tasks'>, found?: Found): Account;
  services(founds: readonly Found[], signal: AbortSignal | undefined): Promise<ServicesLook>;
}

/** Asks AWS about everything. */
export function directSources({ account, cloud }: Pick<Session, 'account' | 'cloud'>): Sources {
  const services = createServiceLooks({ account, once: account });
  return {
    cloud,
    account: () => account,
    services: (founds, signal) => services.look(founds, { signal }),
  };
}

/** Looks at everything of the topology that is in the account, in as few calls as its APIs allow. */
export async function takeSnapshot(
  sources: Sources,
  { stack, resources }: Pick<Prepared, 'stack' | 'resources'>,
  { changing = false, signal }: SnapshotOptions = {},
): Promise<Snapshot> {
  const unreadable = new Map<string, string>();
  const cloud = lenientCloud(sources.cloud, unreadable);
  const ours = await survey({ cloud, stack, ...(signal && { signal }) });
  const wanted = new Map(resources.map(({ id, type }) => [id, type]));
  const found = new Map<string, Found>();
  // Of twins the oldest counts.
  for (const it of [...ours].sort((a, b) => (a.created < b.created ? -1 : 1))) {
    if (wanted.get(it.id) === it.type && !found.has(it.id)) found.set(it.id, it);
  }
  const edited = new Set(
    resources.flatMap((resource) => {
      const { applied } = found.get(resource.id) ?? {};
      const mark = applied !== undefined && markOf(resource, cloud.provider(resource.type));
      return mark === false || mark === applied ? [] : [resource.id];
    }),
  );
  const of = (type: string) => [...found.values()].filter((it) => it.type === type);
  const [stages, links, loadBalancers, targets, { services, tasks }, instances] = await Promise.all([
    answers(of('AWS::ApiGatewayV2::Stage'), (it) => stage(sources.account('stages', it), it, signal)),
    answers(of('AWS::ApiGatewayV2::VpcLink'), (it) => link(sources.account('links', it), it, signal)),
    balancers(sources.account('loadBalancers'), of('AWS::ElasticLoadBalancingV2::LoadBalancer'), signal),
    answers(of('AWS::ElasticLoadBalancingV2::TargetGroup'), (it) =>
      targetsOf(sources.account('targets', it), it, signal),
    ),
    sources.services(of('AWS::ECS::Service'), signal),
    answers(of('AWS::ServiceDiscovery::Service'), (it) =>
      registered(sources.account('instances', it), it, signal),
    ),
  ]);
  return {
    at: sources.cloud.now(),
    found,
    edited,
    unreadable,
    changing,
    stages,
    links,
    loadBalancers,
    targets,
    services,
    tasks,
    instances,
  };
}

/** A type that may not or cannot be listed is noted and counts as empty. */
function lenientCloud(cloud: Cloud, unreadable: Map<string, string>): Cloud {
  return {
    ...cloud,
    provider: (type) => {
      const provider = cloud.provider(type);
      return {
        ...provider,
        async find(stack, earlier, signal) {
          try {
            return await provider.find(stack, earlier, signal);
          } catch (error) {
            unreadable.set(type, degraded(error));
            return [];
          }
        },
      };
    },
  };
}

function stage({ clients, send }: Account, found: Found, signal?: AbortSignal) {
  const { apiId, name } = found.props;
  const command = new GetStageCommand({ ApiId: String(apiId), StageName: String(name) });
  return send(clients.apigatewayv2, command, { signal });
}

function link({ clients, send }: Account, { physicalId: VpcLinkId }: Found, signal?: AbortSignal) {
  return send(clients.apigatewayv2, new GetVpcLinkCommand({ VpcLinkId }), { signal });
}

/** One group a call; naming targets would hide those that are only registered. */
async function targetsOf(
  { clients, send }: Account,
  { physicalId: TargetGroupArn }: Found,
  signal?: AbortSignal,
): Promise<TargetHealthDescription[]> {
  const command = new DescribeTargetHealthCommand({ TargetGroupArn });
  return (await send(clients.elbv2, command, { signal })).TargetHealthDescriptions ?? [];
}

async function balancers(
  { clients, send }: Account,
  founds: readonly Found[],
  signal?: AbortSignal,
): Promise<Answers<LoadBalancer>> {
  const described = await Promise.all(
    chunks(founds, 20).map(async (piece) => {
      const command = new DescribeLoadBalancersCommand({
        LoadBalancerArns: piece.map(({ physicalId }) => physicalId),
      });
      const answer = await ask(send(clients.elbv2, command, { signal }));
      return piece.map(({ id, physicalId }): [string, Answer<LoadBalancer>] => {
        if ('unknown' in answer) return [id, answer];
        const it = answer.value.LoadBalancers?.find(({ LoadBalancerArn }) => LoadBalancerArn === physicalId);
        return [id, it ? { value: it } : { unknown: 'AWS does not describe it.' }];
      });
    }),
  );
  return new Map(described.flat());
}

async function registered(
  { clients, send }: Account,
  { physicalId: ServiceId }: Found,
  signal?: AbortSignal,
): Promise<InstancesLook> {
  const client = clients.servicediscovery;
  const instances = await pages(async (NextToken) => {
    const page = await send(client, new ListInstancesCommand({ ServiceId, NextToken }), { signal });
    return { items: page.Instances, next: page.NextToken };
  });
  if (instances.length === 0) return { instances, health: {} };
  const health = await ask(
    pages(async (NextToken) => {
      const page = await send(client, new GetInstancesHealthStatusCommand({ ServiceId, NextToken }), {
        signal,
      });
      return { items: Object.entries(page.Status ?? {}), next: page.NextToken };
    }),
  );
  // Some endpoints know no health, and an instance may have gone between the two calls.
  return { instances, health: 'value' in health ? Object.fromEntries(health.value) : {} };
}
