/** What the console is opened at: an AWS object by its CloudFormation type, or by the word that the explorer has for it. */
export interface ConsoleTarget {
  readonly type: string;
  /** ARN or id, as AWS's calls take it. */
  readonly id: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

const HOSTS: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** The path behind the region's console, by the type; `$` is the id, `%` its last part, `&` what a service is in. */
const PATHS: Readonly<Record<string, string>> = {
  'AWS::ECS::Cluster': 'ecs/v2/clusters/%/services?region=#',
  'AWS::ECS::Service': 'ecs/v2/clusters/&/services/%/health?region=#',
  'AWS::ECS::TaskDefinition': 'ecs/v2/task-definitions/%?region=#',
  task: 'ecs/v2/clusters/&/tasks/%/configuration?region=#',
  'AWS::ApiGatewayV2::Api': 'apigateway/main/api-detail?api=$&region=#',
  'AWS::ApiGatewayV2::VpcLink': 'apigateway/main/vpc-links/list?vpcLink=$&region=#',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'ec2/home?region=##LoadBalancer:loadBalancerArn=$',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'ec2/home?region=##TargetGroup:targetGroupArn=$',
  'AWS::EC2::SecurityGroup': 'ec2/home?region=##SecurityGroup:groupId=$',
  'AWS::EC2::VPC': 'vpcconsole/home?region=##VpcDetails:VpcId=$',
  'AWS::EC2::Subnet': 'vpcconsole/home?region=##SubnetDetails:subnetId=$',
  'AWS::EC2::NatGateway': 'vpcconsole/home?region=##NatGatewayDetails:natGatewayId=$',
  'AWS::EC2::VPCEndpoint': 'vpcconsole/home?region=##EndpointDetails:vpcEndpointId=$',
  'AWS::ServiceDiscovery::PrivateDnsNamespace': 'cloudmap/home/namespaces/$?region=#',
  'AWS::IAM::Role': 'iam/home#/roles/details/%',
  'AWS::Logs::LogGroup': 'cloudwatch/home?region=##logsV2:log-groups/log-group/$',
};

const THINGS: Readonly<Record<string, string>> = {
  api: 'AWS::ApiGatewayV2::Api',
  vpcLink: 'AWS::ApiGatewayV2::VpcLink',
  loadBalancer: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  cluster: 'AWS::ECS::Cluster',
  service: 'AWS::ECS::Service',
  namespace: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
};

/** Whether the console has a page for things of a type. */
export function hasConsolePage(type: string): boolean {
  return Object.hasOwn(PATHS, THINGS[type] ?? type);
}

/** The page of a thing in AWS's console; undefined where there is none for its type. */
export function consoleUrl({ type, id, region, partition }: ConsoleTarget): string | undefined {
  const known = Object.hasOwn(THINGS, type) ? (THINGS[type] ?? type) : type;
  if (!Object.hasOwn(PATHS, known)) return undefined;
  const parts = id.split('/');
  const values: Readonly<Record<string, string>> = {
    $: encodeURIComponent(id),
    '%': encodeURIComponent(parts.at(-1) ?? id),
    '&': encodeURIComponent(parts.at(-2) ?? ''),
    '#': region,
  };
  // A sign stands for a value only where the table puts one in a place of its own.
  const path = (PATHS[known] ?? '').replace(/(?<=[=/])[$%&#](?=[/?&#]|$)/g, (sign) => values[sign] ?? sign);
  return `https://${region}.${HOSTS[partition] ?? 'console.aws.amazon.com'}/${path}`;
}
