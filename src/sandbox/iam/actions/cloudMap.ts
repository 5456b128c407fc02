import { arn, type Context } from '../../context';
import type { cloudMapHandlers } from '../../cloudMap/cloudMap';
import { tagsFromUpper } from '../../tags';
import type { Demand } from '../policyDocument';
import { anywhere, demand, requestTags, type DemandsOf } from './demands';

const PREFIX = 'servicediscovery';

function namespaceArn(context: Context, id: string | undefined): string {
  return arn(context, PREFIX, `namespace/${id ?? ''}`);
}

function serviceArn(context: Context, id: string | undefined): string {
  return arn(context, PREFIX, `service/${id ?? ''}`);
}

/** Route 53 is asked in the caller's name. A namespace that is not made yet has no hosted zone to name. */
function route53(context: Context, namespaceId: string | undefined, ...actions: readonly string[]): Demand[] {
  const zone = context.region.cloudMap.namespaces.get(namespaceId ?? '')?.hostedZoneId ?? '*';
  return actions.map((action) => demand(`route53:${action}`, `arn:aws:route53:::hostedzone/${zone}`));
}

/** What changing records takes. */
function records(context: Context, serviceId: string | undefined): Demand[] {
  const namespaceId = context.region.cloudMap.services.get(serviceId ?? '')?.namespaceId;
  return [
    demand('route53:ListHostedZonesByName', '*'),
    ...route53(context, namespaceId, 'GetHostedZone', 'ChangeResourceRecordSets'),
  ];
}

type UpperTags = Parameters<typeof tagsFromUpper>[0];

function tagging(tags: UpperTags): Demand[] {
  if (!tags || tags.length === 0) return [];
  return [demand(`${PREFIX}:TagResource`, '*', requestTags(tagsFromUpper(tags)))];
}

const namespace = (action: string) => (context: Context, input: { Id?: string | undefined }) => [
  demand(`${PREFIX}:${action}`, namespaceArn(context, input.Id)),
];
const service = (action: string) => (context: Context, input: { Id?: string | undefined }) => [
  demand(`${PREFIX}:${action}`, serviceArn(context, input.Id)),
];
const ofService = (action: string) => (context: Context, input: { ServiceId?: string | undefined }) => [
  demand(`${PREFIX}:${action}`, serviceArn(context, input.ServiceId)),
];

/** Cloud Map. */
export const cloudMapDemands: DemandsOf<typeof cloudMapHandlers> = {
  ListNamespacesCommand: anywhere(`${PREFIX}:ListNamespaces`),
  GetNamespaceCommand: namespace('GetNamespace'),
  CreatePrivateDnsNamespaceCommand: (context, { Tags }) => [
    demand(`${PREFIX}:CreatePrivateDnsNamespace`, '*', requestTags(tagsFromUpper(Tags))),
    ...tagging(Tags),
    ...anywhere(
      'route53:CreateHostedZone',
      'route53:ListHostedZonesByName',
      'route53:ListHostedZonesByVPC',
      'ec2:DescribeVpcs',
      'ec2:DescribeRegions',
    )(),
    ...route53(context, undefined, 'GetHostedZone'),
  ],
  UpdatePrivateDnsNamespaceCommand: (context, { Id }) => [
    ...namespace('UpdatePrivateDnsNamespace')(context, { Id }),
    ...route53(context, Id, 'GetHostedZone', 'ChangeResourceRecordSets'),
  ],
  DeleteNamespaceCommand: (context, { Id }) => [
    ...namespace('DeleteNamespace')(context, { Id }),
    ...route53(context, Id, 'GetHostedZone', 'DeleteHostedZone'),
  ],

  ListServicesCommand: anywhere(`${PREFIX}:ListServices`),
  GetServiceCommand: service('GetService'),
  CreateServiceCommand: (context, { NamespaceId, Tags }) => {
    const tags = requestTags(tagsFromUpper(Tags));
    return [
      demand(`${PREFIX}:CreateService`, namespaceArn(context, NamespaceId), tags),
      demand(`${PREFIX}:CreateService`, serviceArn(context, '*'), tags),
      ...tagging(Tags),
    ];
  },
  UpdateServiceCommand: (context, { Id }) => [
    ...service('UpdateService')(context, { Id }),
    ...records(context, Id),
  ],
  DeleteServiceCommand: service('DeleteService'),

  ListInstancesCommand: ofService('ListInstances'),
  GetInstanceCommand: ofService('GetInstance'),
  GetInstancesHealthStatusCommand: ofService('GetInstancesHealthStatus'),
  RegisterInstanceCommand: (context, { ServiceId }) => [
    ...ofService('RegisterInstance')(context, { ServiceId }),
    ...records(context, ServiceId),
  ],
  DeregisterInstanceCommand: (context, { ServiceId }) => [
    ...ofService('DeregisterInstance')(context, { ServiceId }),
    ...records(context, ServiceId),
  ],
  UpdateInstanceCustomHealthStatusCommand: ofService('UpdateInstanceCustomHealthStatus'),
  DiscoverInstancesCommand: anywhere(`${PREFIX}:DiscoverInstances`),

  ListOperationsCommand: anywhere(`${PREFIX}:ListOperations`),
  // An operation is judged by what it is about.
  GetOperationCommand: (context, { OperationId }) => {
    const { NAMESPACE, SERVICE } = context.region.cloudMap.operations.get(OperationId ?? '')?.targets ?? {};
    const about = SERVICE === undefined ? namespaceArn(context, NAMESPACE) : serviceArn(context, SERVICE);
    return [demand(`${PREFIX}:GetOperation`, about)];
  },

  TagResourceCommand: (_context, { Tags }) => tagging(Tags),
  UntagResourceCommand: anywhere(`${PREFIX}:UntagResource`),
  ListTagsForResourceCommand: anywhere(`${PREFIX}:ListTagsForResource`),
};
