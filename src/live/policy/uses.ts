import { vpcArn } from '../../aws/permissions/ec2';
import { inCluster, taskRoleArn } from '../../aws/permissions/ecs';
import { allow, anywhere, arnOf, linkedRoleArn, type Grant, type Place } from '../../aws/permissions/grant';
import { logGroupArns } from '../../aws/permissions/logs';
import type { Subject } from '../../aws/permissions/permissions';
import { isRef } from '../../engine/resource';
import type { Reference, ResourceProps, TopologyResource } from '../../kinds/resourceTypes';
import { existingNetworkSchema } from '../../model/documentSchema';
import { memberOf } from '../../model/json';
import { ofType } from '../hops/view';
import { logGroupsOf } from '../logs/sources';
import type { Prepared } from '../prepare';

/** What looking takes beside reading the stack: whether the network is fit, and how each hop is. */
export function looking({ document, resources }: Prepared, place: Place): Grant[] {
  const network = existingNetworkSchema.safeParse(memberOf(document, 'network'));
  return [
    anywhere('ec2:DescribeRouteTables', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'),
    ...(network.success ? [allow(vpcArn(place, network.data.vpcId), 'ec2:DescribeVpcAttribute')] : []),
    ...ofType(resources, 'AWS::ServiceDiscovery::Service').map(() =>
      allow(
        arnOf(place, 'servicediscovery', 'service/*'),
        'servicediscovery:GetInstancesHealthStatus',
        'servicediscovery:ListInstances',
      ),
    ),
    ...services(resources, place).map((one) =>
      allow(inCluster(one, 'service', one.props.name), 'ecs:ListServiceDeployments'),
    ),
  ];
}

/** What the looks before a deploy take that nobody else makes. Without one of them the deploy goes on, and says so. */
export function checking({ resources }: Prepared, place: Place): Grant[] {
  const definitions = ofType(resources, 'AWS::ECS::TaskDefinition').map(({ props }) => props);
  const given = (role: 'executionRole' | 'taskRole') =>
    definitions.flatMap((props) => (typeof props[role] === 'string' ? props[role] : []));
  return [
    anywhere('ec2:DescribeRegions', 'ec2:DescribeVpcEndpoints'),
    ...LINKED.filter(([type]) => resources.some((resource) => resource.type === type)).map(([, service]) =>
      allow(linkedRoleArn(place, service), 'iam:GetRole'),
    ),
    ...given('taskRole').map((role) => allow(role, 'iam:GetRole')),
    ...given('executionRole').map((role) =>
      allow(role, 'iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'),
    ),
    ...(ofType(resources, 'AWS::ApiGatewayV2::Stage').some(({ props }) => props.accessLogs)
      ? [anywhere('logs:DescribeResourcePolicies')]
      : []),
  ];
}

/** What has services make their roles. */
const LINKED = [
  ['AWS::ECS::Cluster', 'ecs.amazonaws.com'],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'elasticloadbalancing.amazonaws.com'],
  ['AWS::ApiGatewayV2::VpcLink', 'ops.apigateway.amazonaws.com'],
] as const;

/** What tailing takes: the log groups, and the tasks that write to them. */
export function tailing(prepared: Prepared, place: Place): Grant[] {
  return [
    ...logGroupsOf(prepared).map(({ logGroup }) =>
      allow(logGroupArns(place, logGroup), 'logs:FilterLogEvents', 'logs:StartLiveTail'),
    ),
    ...services(prepared.resources, place).flatMap((one) => [
      allow(inCluster(one, 'service', one.props.name), 'ecs:DescribeServices'),
      anywhere('ecs:DescribeTaskDefinition'),
      allow(inCluster(one, 'container-instance'), 'ecs:ListTasks'),
      allow(inCluster(one, 'task'), 'ecs:DescribeTasks'),
    ]),
  ];
}

/** What is done with running services: rollouts stopped, tasks stopped, terminals opened. */
export function operating({ resources }: Prepared, place: Place): Grant[] {
  return services(resources, place).flatMap((one) => {
    const { name, exec } = one.props;
    return [
      allow(
        [inCluster(one, 'service', name), inCluster(one, 'service-deployment', `${name}/*`)],
        'ecs:StopServiceDeployment',
      ),
      allow(inCluster(one, 'task'), 'ecs:StopTask'),
      ...(exec ? terminal(one, resources) : []),
    ];
  });
}

/** A terminal is opened on task and cluster; before that it is seen whether the task role lets the agent do so. */
function terminal(one: Subject<ResourceProps['AWS::ECS::Service']>, resources: Resources): Grant[] {
  const { place, props, nameOf } = one;
  const definition = ofType(resources, 'AWS::ECS::TaskDefinition').find(
    ({ id }) => isRef(props.taskDefinition) && id === props.taskDefinition.$ref,
  );
  const role = definition?.props.taskRole;
  return [
    allow(
      [arnOf(place, 'ecs', `cluster/${nameOf(props.cluster)}`), inCluster(one, 'task')],
      'ecs:ExecuteCommand',
    ),
    ...(role === undefined ? [] : [allow(taskRoleArn(place, role), 'iam:SimulatePrincipalPolicy')]),
  ];
}

/** What sending requests takes to routes that ask who calls. The id of an API is AWS's own. */
export function calling({ resources }: Prepared, place: Place): Grant[] {
  return ofType(resources, 'AWS::ApiGatewayV2::Route').flatMap(({ props: { apiId, key, auth } }) => {
    if (auth !== 'AWS_IAM') return [];
    const stages = ofType(resources, 'AWS::ApiGatewayV2::Stage').filter(
      ({ props }) => isRef(apiId) && isRef(props.apiId) && props.apiId.$ref === apiId.$ref,
    );
    return stages.map(({ props: { name } }) =>
      allow(arnOf(place, 'execute-api', `*/${name}/${methodAndPath(key)}`), 'execute-api:Invoke'),
    );
  });
}

/** `ANY /users/{proxy+}` as ARNs write it. */
function methodAndPath(key: string): string {
  const [method = '', path] = key.split(' ');
  if (path === undefined) return '*';
  return `${method === 'ANY' ? '*' : method}${path.replace(/\{[^}]*\}/g, '*')}`;
}

type Resources = readonly TopologyResource[];

function services(resources: Resources, place: Place): Subject<ResourceProps['AWS::ECS::Service']>[] {
  const clusters = new Map(ofType(resources, 'AWS::ECS::Cluster').map(({ id, props }) => [id, props.name]));
  const nameOf = (reference: Reference) =>
    isRef(reference) ? (clusters.get(reference.$ref) ?? reference.$ref) : reference;
  return ofType(resources, 'AWS::ECS::Service').map(({ props }) => ({ place, props, nameOf }));
}
