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
import type { Found } from '../engine/provider';
import { ask } from './ask';
import type { Answer, Answers, InstancesLook } from './hops/snapshot';

/** How a stage was last deployed. */
export function stage({ clients, send }: Account, found: Found, signal?: AbortSignal) {
  const { apiId, name } = found.props;
  const command = new GetStageCommand({ ApiId: String(apiId), StageName: String(name) });
  return send(clients.apigatewayv2, command, { signal });
}

/** Whether a VPC link can be used. */
export function link({ clients, send }: Account, { physicalId: VpcLinkId }: Found, signal?: AbortSignal) {
  return send(clients.apigatewayv2, new GetVpcLinkCommand({ VpcLinkId }), { signal });
}

/** One group a call; naming targets would hide those that are only registered. */
export async function targetsOf(
  { clients, send }: Account,
  { physicalId: TargetGroupArn }: Found,
  signal?: AbortSignal,
): Promise<TargetHealthDescription[]> {
  const command = new DescribeTargetHealthCommand({ TargetGroupArn });
  return (await send(clients.elbv2, command, { signal })).TargetHealthDescriptions ?? [];
}

/** Load balancers, twenty a call. */
export async function balancers(
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

/** What is registered with a Cloud Map service, and how well. */
export async function registered(
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
