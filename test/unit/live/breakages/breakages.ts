import {
  DeleteRouteCommand,
  DeleteStageCommand,
  CreateIntegrationCommand,
  GetVpcLinksCommand,
  UpdateApiCommand,
  UpdateIntegrationCommand,
  UpdateRouteCommand,
  UpdateStageCommand,
  CreateVpcLinkCommand,
} from '@aws-sdk/client-apigatewayv2';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeSecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { DeleteServiceCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeregisterTargetsCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ModifyListenerCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DeregisterInstanceCommand, ListInstancesCommand } from '@aws-sdk/client-servicediscovery';
import type { Cause } from '../../../../src/live/hops/causes';
import type { Roles } from './chains';
import { clusterOf, type Definition, type Scene } from './scene';

/** Something that somebody does to a chain that was well. */
export interface Breakage {
  /** What was done, as one would tell a colleague. */
  readonly what: string;
  break(scene: Scene): Promise<void>;
  /** The first hop from the client that is broken by it, and what is the matter there. */
  readonly hop: (roles: Roles) => string;
  readonly cause: Cause;
}

const entry = ({ link, nlb }: Roles) => `${link}--${nlb}`;
const targets = ({ nlb, front }: Roles) => `${nlb}--${front}`;
const call = ({ front, back }: Roles) => `${front}--${back}`;

const listenerId = ({ nlb, front, listener }: Roles) => `${nlb}/listener/${front}/${listener}`;
const groupId = ({ nlb, front, listener }: Roles) => `${nlb}/targetGroup/${front}/${listener}`;
const integrationId = ({ link, nlb, listener, api }: Roles) =>
  `${link}/integration/${nlb}/${listener}/${api}`;
const routeId = ({ link, api, route }: Roles) => `${link}/route/${api}/${route}`;

/** In the order in which a request meets what is broken. */
export const BREAKAGES: readonly Breakage[] = [
  {
    what: 'the stage was deleted',
    async break({ send, clients, id, roles }) {
      await send(
        clients.apigatewayv2,
        new DeleteStageCommand({ ApiId: id(`${roles.api}/api`), StageName: roles.stage }),
      );
    },
    hop: ({ api }) => api,
    cause: 'missing',
  },
  {
    what: "the API's own address was switched off",
    async break({ send, clients, id, roles }) {
      await send(
        clients.apigatewayv2,
        new UpdateApiCommand({ ApiId: id(`${roles.api}/api`), DisableExecuteApiEndpoint: true }),
      );
    },
    hop: ({ api }) => api,
    cause: 'endpointDisabled',
  },
  {
    what: 'the stage was throttled to nothing',
    async break({ send, clients, id, roles }) {
      await send(
        clients.apigatewayv2,
        new UpdateStageCommand({
          ApiId: id(`${roles.api}/api`),
          StageName: roles.stage,
          DefaultRouteSettings: { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 },
        }),
      );
    },
    hop: ({ api }) => api,
    cause: 'throttledToNothing',
  },
  {
    what: 'the route without a variable was deleted, the one with it is left',
    async break({ send, clients, id, roles }) {
      await send(
        clients.apigatewayv2,
        new DeleteRouteCommand({ ApiId: id(`${roles.api}/api`), RouteId: id(routeId(roles)) }),
      );
    },
    hop: entry,
    cause: 'missing',
  },
  {
    what: 'the route was given the integration of somebody else',
    async break({ send, clients, id, roles }) {
      const { api } = roles;
      const { IntegrationId } = await send(
        clients.apigatewayv2,
        new CreateIntegrationCommand({
          ApiId: id(`${api}/api`),
          IntegrationType: 'HTTP_PROXY',
          IntegrationMethod: 'ANY',
          IntegrationUri: id(listenerId(roles)),
          ConnectionType: 'VPC_LINK',
          ConnectionId: id(`${roles.link}/vpcLink`),
          PayloadFormatVersion: '1.0',
        }),
      );
      await send(
        clients.apigatewayv2,
        new UpdateRouteCommand({
          ApiId: id(`${api}/api`),
          RouteId: id(routeId(roles)),
          Target: `integrations/${IntegrationId}`,
        }),
      );
    },
    hop: entry,
    cause: 'routeElsewhere',
  },
  {
    what: 'the route asks for a signature that no client makes',
    async break({ send, clients, id, roles }) {
      await send(
        clients.apigatewayv2,
        new UpdateRouteCommand({
          ApiId: id(`${roles.api}/api`),
          RouteId: id(routeId(roles)),
          AuthorizationType: 'AWS_IAM',
        }),
      );
    },
    hop: entry,
    cause: 'routeRefuses',
  },
  {
    what: 'the integration leads to a listener that was deleted long ago',
    async break(scene) {
      const { send, clients, id, roles } = scene;
      const { Listeners: [old] = [] } = await send(
        clients.elbv2,
        new CreateListenerCommand({
          LoadBalancerArn: id(`${roles.nlb}/loadBalancer`),
          Protocol: 'TCP',
          Port: 9999,
          DefaultActions: [{ Type: 'forward', TargetGroupArn: id(groupId(roles)) }],
        }),
      );
      await changeIntegration(scene, { IntegrationUri: old?.ListenerArn });
      await send(clients.elbv2, new DeleteListenerCommand({ ListenerArn: old?.ListenerArn }));
    },
    hop: entry,
    cause: 'integrationElsewhere',
  },
  {
    what: 'the integration uses the VPC link of somebody else',
    async break(scene) {
      const { send, clients } = scene;
      const { Items: [own] = [] } = await send(clients.apigatewayv2, new GetVpcLinksCommand({}));
      const { VpcLinkId } = await send(
        clients.apigatewayv2,
        new CreateVpcLinkCommand({ Name: 'theirs', SubnetIds: own?.SubnetIds }),
      );
      scene.wait(300);
      await changeIntegration(scene, { ConnectionId: VpcLinkId });
    },
    hop: entry,
    cause: 'integrationElsewhere',
  },
  {
    what: 'the stage is not taken from the path any more',
    break: (scene) => changeIntegration(scene, { RequestParameters: { 'overwrite:path': '' } }),
    hop: entry,
    cause: 'pathElsewhere',
  },
  {
    what: 'the VPC link fell asleep',
    break: (scene) => setLink(scene, 'INACTIVE', 'VPC link is inactive: no traffic for 60 days'),
    hop: ({ link }) => link,
    cause: 'linkInactive',
  },
  {
    what: 'the VPC link failed',
    break: (scene) => setLink(scene, 'FAILED', 'The subnet has no free address'),
    hop: ({ link }) => link,
    cause: 'linkFailed',
  },
  {
    what: 'the load balancer no longer lets the VPC link in',
    break: (scene) => revoke(scene, `${scene.roles.link}/ingress/${scene.roles.nlb}/${scene.roles.listener}`),
    hop: entry,
    cause: 'missing',
  },
  {
    what: 'the load balancer was deleted',
    async break({ send, clients, id, roles }) {
      const LoadBalancerArn = id(`${roles.nlb}/loadBalancer`);
      await send(
        clients.elbv2,
        new ModifyLoadBalancerAttributesCommand({
          LoadBalancerArn,
          Attributes: [{ Key: 'deletion_protection.enabled', Value: 'false' }],
        }),
      );
      await send(clients.elbv2, new DeleteLoadBalancerCommand({ LoadBalancerArn }));
    },
    hop: ({ nlb }) => nlb,
    cause: 'missing',
  },
  {
    what: 'the listener was deleted',
    async break({ send, clients, id, roles }) {
      await send(clients.elbv2, new DeleteListenerCommand({ ListenerArn: id(listenerId(roles)) }));
    },
    hop: targets,
    cause: 'missing',
  },
  {
    what: 'the listener forwards to an empty target group',
    async break({ send, clients, id, roles }) {
      const { TargetGroups: [own] = [] } = await send(
        clients.elbv2,
        new DescribeTargetGroupsCommand({ TargetGroupArns: [id(groupId(roles))] }),
      );
      const { TargetGroups: [other] = [] } = await send(
        clients.elbv2,
        new CreateTargetGroupCommand({
          Name: 'empty',
          Protocol: 'TCP',
          Port: roles.port,
          VpcId: own?.VpcId,
          TargetType: 'ip',
        }),
      );
      await send(
        clients.elbv2,
        new ModifyListenerCommand({
          ListenerArn: id(listenerId(roles)),
          DefaultActions: [{ Type: 'forward', TargetGroupArn: other?.TargetGroupArn }],
        }),
      );
    },
    hop: targets,
    cause: 'listenerElsewhere',
  },
  {
    what: 'the tasks no longer let the load balancer in',
    break: (scene) => revoke(scene, `${scene.roles.nlb}/ingress/${scene.roles.front}/${scene.roles.port}`),
    hop: targets,
    cause: 'missing',
  },
  {
    what: 'the load balancer no longer lets anything out',
    async break({ send, clients, id, roles }) {
      const GroupId = id(`${roles.nlb}/securityGroup`);
      const { SecurityGroupRules = [] } = await send(
        clients.ec2,
        new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [GroupId] }] }),
      );
      await send(
        clients.ec2,
        new RevokeSecurityGroupEgressCommand({
          GroupId,
          SecurityGroupRuleIds: SecurityGroupRules.flatMap(({ IsEgress, SecurityGroupRuleId }) =>
            IsEgress && SecurityGroupRuleId !== undefined ? [SecurityGroupRuleId] : [],
          ),
        }),
      );
    },
    hop: targets,
    cause: 'targetTimeout',
  },
  {
    what: 'the health check asks a port that no security group lets through',
    break: (scene) => changeGroup(scene, { HealthCheckPort: '9' }),
    hop: targets,
    cause: 'targetTimeout',
  },
  {
    what: 'the health check wants another answer than the container gives',
    break: (scene) =>
      changeGroup(scene, { HealthCheckProtocol: 'HTTP', HealthCheckPath: '/', Matcher: { HttpCode: '204' } }),
    hop: targets,
    cause: 'targetMismatch',
  },
  {
    what: 'the targets were taken out of the target group',
    async break({ send, clients, id, roles }) {
      const TargetGroupArn = id(groupId(roles));
      const { TargetHealthDescriptions = [] } = await send(
        clients.elbv2,
        new DescribeTargetHealthCommand({ TargetGroupArn }),
      );
      const Targets = TargetHealthDescriptions.flatMap(({ Target }) => Target ?? []);
      await send(clients.elbv2, new DeregisterTargetsCommand({ TargetGroupArn, Targets }));
    },
    hop: targets,
    cause: 'targetsMissing',
  },
  {
    what: 'the image listens on another port than the one that is mapped',
    break: (scene) => scene.run(scene.roles.front, image('nginxdemos/hello:0.4')),
    hop: targets,
    cause: 'targetRefused',
  },
  {
    what: 'the tag of the image is misspelt',
    break: (scene) => scene.run(scene.roles.front, image('public.ecr.aws/acme/users:does-not-exist')),
    hop: ({ front }) => front,
    cause: 'imageNotFound',
  },
  {
    what: 'the registry of the image is misspelt',
    break: (scene) => scene.run(scene.roles.front, image('registry.invalid/acme/users:1')),
    hop: ({ front }) => front,
    cause: 'imageNotFound',
  },
  {
    what: 'the image is for another processor',
    break: (scene) =>
      scene.run(scene.roles.front, (definition) => {
        definition.runtimePlatform = { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' };
        image('public.ecr.aws/acme/users:1.2-amd64')(definition);
      }),
    hop: ({ front }) => front,
    cause: 'wrongArchitecture',
  },
  {
    what: 'the subnets lost their way out',
    async break(scene) {
      for (const table of scene.region.ec2.routeTables.values()) {
        const inside = table.routes.filter(({ destination }) => destination !== '0.0.0.0/0');
        Object.assign(table, { routes: inside });
      }
      await scene.run(scene.roles.front, () => undefined);
    },
    hop: ({ front }) => front,
    cause: 'registryUnreachable',
  },
  {
    what: 'the container ends as soon as it has begun',
    break: (scene) => scene.run(scene.roles.front, command('sh', '-c', 'exit 1')),
    hop: ({ front }) => front,
    cause: 'containerExited',
  },
  {
    what: 'the container is killed for its memory',
    break: (scene) => scene.run(scene.roles.front, command('sh', '-c', 'exit 137')),
    hop: ({ front }) => front,
    cause: 'outOfMemory',
  },
  {
    what: 'the execution role trusts somebody else',
    async break(scene) {
      const { send, clients, id, roles } = scene;
      await send(
        clients.iam,
        new UpdateAssumeRolePolicyCommand({
          RoleName: roleName(id(`${roles.front}/executionRole`)),
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          }),
        }),
      );
      await scene.run(roles.front, () => undefined);
    },
    hop: ({ front }) => front,
    cause: 'roleNotAssumable',
  },
  {
    what: 'the execution role lost what it may',
    async break(scene) {
      await stripRole(scene);
      await scene.run(scene.roles.front, (definition) => {
        for (const container of definition.containerDefinitions ?? []) delete container.secrets;
      });
    },
    hop: ({ front }) => front,
    cause: 'logsDenied',
  },
  {
    what: 'the execution role may no longer read the secret',
    async break(scene) {
      const { send, clients, id, roles } = scene;
      const RoleName = roleName(id(`${roles.front}/executionRole`));
      const { PolicyNames = [] } = await send(clients.iam, new ListRolePoliciesCommand({ RoleName }));
      for (const PolicyName of PolicyNames) {
        await send(clients.iam, new DeleteRolePolicyCommand({ RoleName, PolicyName }));
      }
      await scene.run(roles.front, () => undefined);
    },
    hop: ({ front }) => front,
    cause: 'secretsDenied',
  },
  {
    what: 'the log group was deleted, and the tasks were replaced',
    async break(scene) {
      const { send, clients, id, roles } = scene;
      await send(
        clients.logs,
        new DeleteLogGroupCommand({ logGroupName: logGroupName(id(`${roles.front}/logGroup`)) }),
      );
      await scene.run(roles.front, () => undefined);
    },
    hop: ({ front }) => front,
    cause: 'logsUnreachable',
  },
  {
    what: 'somebody scaled the service to nothing',
    break: (scene) => changeService(scene, scene.roles.front, { desiredCount: 0 }),
    hop: ({ front }) => front,
    cause: 'scaledToZero',
  },
  {
    what: 'the service was deleted',
    async break(scene) {
      const { send, clients, id, roles } = scene;
      const service = id(`${roles.front}/service`);
      await send(
        clients.ecs,
        new DeleteServiceCommand({ cluster: clusterOf(service), service, force: true }),
      );
    },
    hop: ({ front }) => front,
    cause: 'missing',
  },
  {
    what: 'the called service no longer lets the caller in',
    break: (scene) => revoke(scene, `${scene.roles.front}/ingress/${scene.roles.back}`),
    hop: call,
    cause: 'missing',
  },
  {
    what: 'the called service is no longer in Cloud Map',
    async break(scene) {
      const { send, clients, id, roles } = scene;
      const ServiceId = id(`${roles.back}/registration/${roles.names}`);
      const { Instances = [] } = await send(
        clients.servicediscovery,
        new ListInstancesCommand({ ServiceId }),
      );
      for (const { Id: InstanceId } of Instances) {
        await send(clients.servicediscovery, new DeregisterInstanceCommand({ ServiceId, InstanceId }));
      }
    },
    hop: call,
    cause: 'instancesMissing',
  },
  {
    what: 'the called service was scaled to nothing',
    break: (scene) => changeService(scene, scene.roles.back, { desiredCount: 0 }),
    hop: ({ back }) => back,
    cause: 'scaledToZero',
  },
  {
    what: 'the image of the called service is gone',
    break: (scene) => scene.run(scene.roles.back, image('public.ecr.aws/acme/orders:does-not-exist')),
    hop: ({ back }) => back,
    cause: 'imageNotFound',
  },
];

function image(name: string): (definition: Definition) => void {
  return ({ containerDefinitions: [main] = [] }) => {
    if (main) main.image = name;
  };
}

function command(...words: readonly string[]): (definition: Definition) => void {
  return ({ containerDefinitions: [main] = [] }) => {
    if (main) main.command = [...words];
  };
}

async function changeIntegration(
  { send, clients, id, roles }: Scene,
  changes: Partial<ConstructorParameters<typeof UpdateIntegrationCommand>[0]>,
): Promise<void> {
  await send(
    clients.apigatewayv2,
    new UpdateIntegrationCommand({
      ApiId: id(`${roles.api}/api`),
      IntegrationId: id(integrationId(roles)),
      ...changes,
    }),
  );
}

async function changeGroup(
  { send, clients, id, roles }: Scene,
  changes: Partial<ConstructorParameters<typeof ModifyTargetGroupCommand>[0]>,
): Promise<void> {
  await send(clients.elbv2, new ModifyTargetGroupCommand({ TargetGroupArn: id(groupId(roles)), ...changes }));
}

async function changeService(
  { send, clients, id }: Scene,
  node: string,
  changes: Partial<ConstructorParameters<typeof UpdateServiceCommand>[0]>,
): Promise<void> {
  const service = id(`${node}/service`);
  await send(clients.ecs, new UpdateServiceCommand({ cluster: clusterOf(service), service, ...changes }));
}

async function revoke({ send, clients, id }: Scene, rule: string): Promise<void> {
  const SecurityGroupRuleIds = [id(rule)];
  const { SecurityGroupRules: [found] = [] } = await send(
    clients.ec2,
    new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds }),
  );
  await send(
    clients.ec2,
    new RevokeSecurityGroupIngressCommand({ GroupId: found?.GroupId, SecurityGroupRuleIds }),
  );
}

function setLink(
  { region, id, roles }: Scene,
  status: 'INACTIVE' | 'FAILED',
  message: string,
): Promise<void> {
  const link = region.apiGateway.vpcLinks.get(id(`${roles.link}/vpcLink`));
  if (link) Object.assign(link, { status, message });
  return Promise.resolve();
}

/** Takes everything from the execution role of the service behind the load balancer. */
async function stripRole({ send, clients, id, roles }: Scene): Promise<void> {
  const RoleName = roleName(id(`${roles.front}/executionRole`));
  const { AttachedPolicies = [] } = await send(
    clients.iam,
    new ListAttachedRolePoliciesCommand({ RoleName }),
  );
  for (const { PolicyArn } of AttachedPolicies) {
    await send(clients.iam, new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  const { PolicyNames = [] } = await send(clients.iam, new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    await send(clients.iam, new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
}

/** Last part of a role's ARN, or its name itself. */
function roleName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** The name in a log group's ARN, or the name itself. */
function logGroupName(id: string): string {
  return /:log-group:([^:]+)/.exec(id)?.[1] ?? id;
}
