import { CreateVpcLinkCommand, GetVpcLinkCommand } from '@aws-sdk/client-apigatewayv2';
import {
  CreateLoadBalancerCommand,
  DescribeLoadBalancersCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  CreatePrivateDnsNamespaceCommand,
  GetOperationCommand,
  ListNamespacesCommand,
} from '@aws-sdk/client-servicediscovery';
import { describe, expect, it } from 'vitest';
import { faultyAccount, handMadePlan } from './account';

const subnets = ['subnet-a', 'subnet-b'];

describe('what the account does by itself', () => {
  it('can leave a VPC link failed', async () => {
    const plan = handMadePlan();
    const { apiGateway, clock } = await faultyAccount(plan);
    plan.failing.add('vpcLink');
    const { VpcLinkId } = await apiGateway.send(
      new CreateVpcLinkCommand({ Name: 'link', SubnetIds: subnets }),
    );
    clock.advance(600);
    const link = await apiGateway.send(new GetVpcLinkCommand({ VpcLinkId }));
    expect(link.VpcLinkStatus).toBe('FAILED');
    expect(link.VpcLinkStatusMessage).toMatch(/free addresses/);
  });

  it('can leave a load balancer failed', async () => {
    const plan = handMadePlan();
    const { elb, clock } = await faultyAccount(plan);
    plan.failing.add('loadBalancer');
    await elb.send(
      new CreateLoadBalancerCommand({ Name: 'nlb', Type: 'network', Scheme: 'internal', Subnets: subnets }),
    );
    clock.advance(600);
    const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({}));
    expect(LoadBalancers?.[0]?.State).toEqual({
      Code: 'failed',
      Reason: 'The load balancer could not be set up',
    });
  });

  it('can let the making of a namespace fail, of which nothing stays', async () => {
    const plan = handMadePlan();
    const { cloudMap, clock } = await faultyAccount(plan);
    plan.failing.add('namespace');
    const { OperationId } = await cloudMap.send(
      new CreatePrivateDnsNamespaceCommand({ Name: 'micro.local', Vpc: 'vpc-0123' }),
    );
    clock.advance(600);
    const { Operation } = await cloudMap.send(new GetOperationCommand({ OperationId }));
    expect(Operation).toMatchObject({ Status: 'FAIL', ErrorCode: 'INTERNAL_FAILURE' });
    expect((await cloudMap.send(new ListNamespacesCommand({}))).Namespaces).toEqual([]);
  });

  it('can take longer than published', async () => {
    const plan = handMadePlan();
    const { apiGateway, clock } = await faultyAccount(plan);
    plan.slow = 3;
    const { VpcLinkId } = await apiGateway.send(
      new CreateVpcLinkCommand({ Name: 'link', SubnetIds: subnets }),
    );
    const status = async () => (await apiGateway.send(new GetVpcLinkCommand({ VpcLinkId }))).VpcLinkStatus;
    clock.advance(360);
    expect(await status()).toBe('PENDING');
    clock.advance(20);
    expect(await status()).toBe('AVAILABLE');
  });
});
