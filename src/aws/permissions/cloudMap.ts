import { allow, anywhere, arnOf, becomesOurs, where, type Grant, type Place } from './grant';
import type { PermissionsOf } from './permissions';

const namespaces = (place: Place) => arnOf(place, 'servicediscovery', 'namespace/*');
const services = (place: Place) => arnOf(place, 'servicediscovery', 'service/*');

/** Cloud Map asks Route 53 in the caller's name; ids of hosted zones are AWS's own. Source: Cloud Map developer guide. */
function hostedZones({ partition }: Place, ...actions: readonly string[]): Grant {
  return allow(`arn:${partition}:route53:::hostedzone/*`, ...actions);
}

const tag = (place: Place) => where(becomesOurs(place), anywhere('servicediscovery:TagResource'));

const records = (place: Place) => [
  anywhere('route53:ListHostedZonesByName'),
  hostedZones(place, 'route53:GetHostedZone', 'route53:ChangeResourceRecordSets'),
];

/** Cloud Map. Neither ARNs nor conditions tell its namespaces and services apart. */
export const cloudMapPermissions: PermissionsOf<
  'AWS::ServiceDiscovery::PrivateDnsNamespace' | 'AWS::ServiceDiscovery::Service'
> = {
  'AWS::ServiceDiscovery::PrivateDnsNamespace': {
    find: () => [anywhere('servicediscovery:ListNamespaces', 'servicediscovery:ListOperations')],
    read: () => [anywhere('servicediscovery:ListServices', 'servicediscovery:ListTagsForResource')],
    create: ({ place }) => [
      where(becomesOurs(place), anywhere('servicediscovery:CreatePrivateDnsNamespace')),
      tag(place),
      allow(namespaces(place), 'servicediscovery:GetNamespace', 'servicediscovery:GetOperation'),
      anywhere(
        'route53:CreateHostedZone',
        'route53:ListHostedZonesByName',
        'route53:ListHostedZonesByVPC',
        'ec2:DescribeVpcs',
        'ec2:DescribeRegions',
      ),
    ],
    update: ({ place }) => [
      allow(namespaces(place), 'servicediscovery:UpdatePrivateDnsNamespace'),
      hostedZones(place, 'route53:GetHostedZone', 'route53:ChangeResourceRecordSets'),
    ],
    delete: ({ place }) => [
      allow(namespaces(place), 'servicediscovery:DeleteNamespace'),
      hostedZones(place, 'route53:GetHostedZone', 'route53:DeleteHostedZone'),
    ],
  },

  'AWS::ServiceDiscovery::Service': {
    read: () => [anywhere('servicediscovery:ListServices', 'servicediscovery:ListTagsForResource')],
    create: ({ place }) => [
      where(
        becomesOurs(place),
        allow([namespaces(place), services(place)], 'servicediscovery:CreateService'),
      ),
      tag(place),
    ],
    update: ({ place }) => [
      allow(services(place), 'servicediscovery:GetOperation', 'servicediscovery:UpdateService'),
      ...records(place),
    ],
    delete: ({ place }) => [
      allow(
        services(place),
        'servicediscovery:DeleteService',
        'servicediscovery:DeregisterInstance',
        'servicediscovery:ListInstances',
      ),
      ...records(place),
    ],
  },
};
