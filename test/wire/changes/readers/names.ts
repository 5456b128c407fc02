import {
  GetServiceCommand,
  ListNamespacesCommand,
  ListServicesCommand,
  ListTagsForResourceCommand as CloudMapTags,
} from '@aws-sdk/client-servicediscovery';
import { described, named, tagged } from '../described';
import { know, nameIn, type Reader } from './ids';

/** Cloud Map. */
export const names: Reader = async ({ clients: { servicediscovery }, send }, ids) => {
  const tagsOn = async (ResourceARN = '') =>
    tagged((await send(servicediscovery, new CloudMapTags({ ResourceARN }))).Tags);
  const { Namespaces = [] } = await send(servicediscovery, new ListNamespacesCommand({}));
  const spaces = await Promise.all(
    Namespaces.map(async ({ Id = '', Arn, Name, Type }) => {
      const tags = await tagsOn(Arn);
      know(ids, Id, tags, 'id');
      return described('AWS::ServiceDiscovery::PrivateDnsNamespace', named(tags), { Name, Type, tags });
    }),
  );
  const { Services = [] } = await send(servicediscovery, new ListServicesCommand({}));
  const services = await Promise.all(
    Services.map(async ({ Id, Arn = '' }) => {
      const { Service } = await send(servicediscovery, new GetServiceCommand({ Id }));
      const tags = await tagsOn(Arn);
      know(ids, Arn, tags, 'arn');
      const { Name, NamespaceId, Description, DnsConfig } = Service ?? {};
      const members = {
        Name,
        NamespaceId: nameIn(ids)(NamespaceId),
        DnsRecords: DnsConfig?.DnsRecords,
        Description,
        tags,
      };
      return described('AWS::ServiceDiscovery::Service', named(tags), members);
    }),
  );
  return [...spaces, ...services];
};
