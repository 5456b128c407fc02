import { endOf } from '../../kinds/arn';
import { isRef } from '../../engine/resource';
import type { Reference, ServiceProps, TaskDefinitionProps } from '../../kinds/resourceTypes';
import { allow, anywhere, arnOf, serviceLinkedRole, stackRoles, where, type Place } from './grant';
import type { PermissionsOf, Subject } from './permissions';

const clusterArn = (place: Place, name: string) => arnOf(place, 'ecs', `cluster/${name}`);

/** The task definitions of a family. */
const family = ({ place, props }: Subject<TaskDefinitionProps>) =>
  arnOf(place, 'ecs', `task-definition/${props.family}:*`);

const linked = (place: Place) => serviceLinkedRole(place, 'ecs.amazonaws.com');

/** Members of a service's cluster, by what ARNs call them. */
export function inCluster(
  { place, props, nameOf }: Subject<ServiceProps>,
  type: 'service' | 'service-deployment' | 'task' | 'container-instance',
  name = '*',
): string {
  return arnOf(place, 'ecs', `${type}/${endOf(nameOf(props.cluster))}/${name}`);
}

/** A role of tasks: one of the stack's, or a given one. */
export function taskRoleArn(place: Place, role: Reference): string {
  return isRef(role) ? stackRoles(place) : role;
}

/** ECS. */
export const ecsPermissions: PermissionsOf<
  'AWS::ECS::Cluster' | 'AWS::ECS::TaskDefinition' | 'AWS::ECS::Service'
> = {
  'AWS::ECS::Cluster': {
    // All clusters are described to see which are ours.
    find: (place) => [anywhere('ecs:ListClusters'), allow(clusterArn(place, '*'), 'ecs:DescribeClusters')],
    create: ({ place, props: { name } }) => [
      allow(clusterArn(place, name), 'ecs:CreateCluster', 'ecs:TagResource'),
      linked(place),
    ],
    update: ({ place, props: { name } }) => [
      allow(clusterArn(place, name), 'ecs:PutClusterCapacityProviders', 'ecs:UpdateCluster'),
    ],
    delete: ({ place, props: { name } }) => [allow(clusterArn(place, name), 'ecs:DeleteCluster')],
  },

  'AWS::ECS::TaskDefinition': {
    find: () => [anywhere('ecs:ListTaskDefinitionFamilies')],
    read: () => [anywhere('ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions')],
    create: (subject) => [
      allow(family(subject), 'ecs:RegisterTaskDefinition', 'ecs:TagResource'),
      where(
        { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
        allow(
          [subject.props.executionRole, subject.props.taskRole].map((role) =>
            taskRoleArn(subject.place, role),
          ),
          'iam:PassRole',
        ),
      ),
    ],
    delete: (subject) => [
      anywhere('ecs:DeregisterTaskDefinition'),
      allow(family(subject), 'ecs:DeleteTaskDefinitions'),
    ],
  },

  'AWS::ECS::Service': {
    read: (subject) => [
      anywhere('ecs:ListServices'),
      allow(inCluster(subject, 'service'), 'ecs:DescribeServices'),
      // Why a service does not come up: its targets, and its tasks that stopped.
      ...(subject.props.loadBalancers.length === 0
        ? []
        : [anywhere('elasticloadbalancing:DescribeTargetHealth')]),
      // The one resource that ListTasks takes is the container instances of the cluster.
      allow(inCluster(subject, 'container-instance'), 'ecs:ListTasks'),
      allow(inCluster(subject, 'task'), 'ecs:DescribeTasks'),
    ],
    create: (subject) => [
      allow(inCluster(subject, 'service', subject.props.name), 'ecs:CreateService', 'ecs:TagResource'),
      linked(subject.place),
    ],
    update: (subject) => [allow(inCluster(subject, 'service', subject.props.name), 'ecs:UpdateService')],
    delete: (subject) => [
      allow(inCluster(subject, 'service', subject.props.name), 'ecs:UpdateService', 'ecs:DeleteService'),
    ],
  },
};
