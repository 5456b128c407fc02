import {
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { described, named, tagged } from '../described';
import { know, nameIn, type Reader } from './ids';

/** Load balancers, target groups and listeners. */
export const balancing: Reader = async ({ clients: { elbv2 }, send }, ids) => {
  const tagsOn = async (arn = '') => {
    const { TagDescriptions } = await send(elbv2, new DescribeTagsCommand({ ResourceArns: [arn] }));
    const tags = tagged(TagDescriptions?.[0]?.Tags);
    know(ids, arn, tags, 'arn');
    return tags;
  };
  const { LoadBalancers = [] } = await send(elbv2, new DescribeLoadBalancersCommand({}));
  const balancers = await Promise.all(
    LoadBalancers.map(async ({ LoadBalancerArn, LoadBalancerName, Type, Scheme, ...it }) => {
      const tags = await tagsOn(LoadBalancerArn);
      const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn });
      const attribute = attributes((await send(elbv2, command)).Attributes);
      return described('AWS::ElasticLoadBalancingV2::LoadBalancer', named(tags), {
        LoadBalancerName,
        Type,
        Scheme,
        subnets: it.AvailabilityZones?.map(({ SubnetId }) => SubnetId).sort(),
        SecurityGroups: it.SecurityGroups?.map(nameIn(ids)).sort(),
        crossZone: attribute('load_balancing.cross_zone.enabled'),
        deletionProtection: attribute('deletion_protection.enabled'),
        tags,
      });
    }),
  );
  const { TargetGroups = [] } = await send(elbv2, new DescribeTargetGroupsCommand({}));
  const groups = await Promise.all(
    TargetGroups.map(async ({ TargetGroupArn, ...it }) => {
      const tags = await tagsOn(TargetGroupArn);
      const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn });
      const attribute = attributes((await send(elbv2, command)).Attributes);
      return described('AWS::ElasticLoadBalancingV2::TargetGroup', named(tags), {
        TargetGroupName: it.TargetGroupName,
        Port: it.Port,
        Protocol: it.Protocol,
        TargetType: it.TargetType,
        VpcId: it.VpcId,
        HealthCheckProtocol: it.HealthCheckProtocol,
        // Moto answers its default for a check by TCP, which has no path.
        HealthCheckPath: it.HealthCheckProtocol === 'TCP' ? undefined : it.HealthCheckPath,
        HealthCheckPort: it.HealthCheckPort,
        HealthCheckIntervalSeconds: it.HealthCheckIntervalSeconds,
        HealthCheckTimeoutSeconds: it.HealthCheckTimeoutSeconds,
        HealthyThresholdCount: it.HealthyThresholdCount,
        UnhealthyThresholdCount: it.UnhealthyThresholdCount,
        deregistrationDelay: attribute('deregistration_delay.timeout_seconds'),
        tags,
      });
    }),
  );
  const listeners = await Promise.all(
    LoadBalancers.map(async ({ LoadBalancerArn }) => {
      const { Listeners = [] } = await send(elbv2, new DescribeListenersCommand({ LoadBalancerArn }));
      return Promise.all(
        Listeners.map(async ({ ListenerArn, Port, Protocol, DefaultActions }) => {
          const tags = await tagsOn(ListenerArn);
          return described('AWS::ElasticLoadBalancingV2::Listener', named(tags), {
            LoadBalancerArn: nameIn(ids)(LoadBalancerArn),
            Port,
            Protocol,
            forwardsTo: DefaultActions?.map(({ TargetGroupArn }) => nameIn(ids)(TargetGroupArn)),
            tags,
          });
        }),
      );
    }),
  );
  return [...balancers, ...groups, ...listeners.flat()];
};

function attributes(
  all: readonly { Key?: string; Value?: string }[] = [],
): (key: string) => string | undefined {
  const map = new Map(all.map(({ Key, Value }) => [Key, Value]));
  return (key) => map.get(key);
}
