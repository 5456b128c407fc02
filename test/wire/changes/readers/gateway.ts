import {
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  GetVpcLinksCommand,
} from '@aws-sdk/client-apigatewayv2';
import type { WireAccount } from '../../stage';
import { described, named, NOBODY, tagged, type Described } from '../described';
import { know, nameIn, type Ids, type Reader } from './ids';

/** Links, APIs and what is in them, without authorizers: moto does not list them. */
export const gateway: Reader = async ({ clients: { apigatewayv2 }, send }, ids) => {
  const { Items: vpcLinks = [] } = await send(apigatewayv2, new GetVpcLinksCommand({}));
  const links = vpcLinks.map(({ VpcLinkId = '', Name, SubnetIds = [], SecurityGroupIds = [], Tags }) => {
    const tags = tagged(Tags);
    know(ids, VpcLinkId, tags, 'id');
    return described('AWS::ApiGatewayV2::VpcLink', named(tags), {
      Name,
      SubnetIds: [...SubnetIds].sort(),
      SecurityGroupIds: SecurityGroupIds.map(nameIn(ids)).sort(),
      tags,
    });
  });
  const { Items: all = [] } = await send(apigatewayv2, new GetApisCommand({}));
  const apis = await Promise.all(
    all.map(async ({ ApiId, Name, ProtocolType, CorsConfiguration, Tags }) => {
      const tags = tagged(Tags);
      know(ids, ApiId ?? '', tags, 'id');
      const own = described('AWS::ApiGatewayV2::Api', named(tags), {
        Name,
        ProtocolType,
        Cors: CorsConfiguration ?? null,
        tags,
      });
      return [own, ...(await insideOf({ clients: { apigatewayv2 }, send }, ApiId, named(tags), ids))];
    }),
  );
  return [...links, ...apis.flat()];
};

async function insideOf(
  { clients, send }: { clients: Pick<WireAccount['clients'], 'apigatewayv2'>; send: WireAccount['send'] },
  ApiId: string | undefined,
  api: string,
  ids: Ids,
): Promise<Described[]> {
  const client = clients.apigatewayv2;
  const { Items: integrations = [] } = await send(client, new GetIntegrationsCommand({ ApiId }));
  const { Items: routes = [] } = await send(client, new GetRoutesCommand({ ApiId }));
  const { Items: stages = [] } = await send(client, new GetStagesCommand({ ApiId }));
  const on = { ApiId: `${api}.id` };
  const made = integrations.map((it) => {
    const [, , , id = NOBODY] = (it.Description ?? '').split(' ');
    ids.set(it.IntegrationId ?? '', `${id}.id`);
    return described('AWS::ApiGatewayV2::Integration', id, {
      ...on,
      IntegrationType: it.IntegrationType,
      IntegrationMethod: it.IntegrationMethod,
      PayloadFormatVersion: it.PayloadFormatVersion,
      ConnectionType: it.ConnectionType,
      ConnectionId: nameIn(ids)(it.ConnectionId),
      IntegrationUri: nameIn(ids)(it.IntegrationUri),
      TimeoutInMillis: it.TimeoutInMillis,
      RequestParameters: it.RequestParameters ?? {},
    });
  });
  const ways = routes.map((it) => {
    const target = nameIn(ids)(it.Target?.replace(/^integrations\//, ''));
    // A route carries no mark: it is the link's of its integration.
    const id = `${String(target).split('/', 1)[0] ?? ''}/route/${api.split('/', 1)[0] ?? ''}/${it.RouteKey ?? ''}`;
    return described('AWS::ApiGatewayV2::Route', id, {
      ...on,
      RouteKey: it.RouteKey,
      Target: `integrations/${String(target)}`,
      AuthorizationType: it.AuthorizationType,
      AuthorizationScopes: it.AuthorizationScopes ?? [],
    });
  });
  const steps = stages.map(({ Tags, DefaultRouteSettings, RouteSettings, AccessLogSettings, ...it }) => {
    const tags = tagged(Tags);
    const limits = Object.entries(RouteSettings ?? {}).map(([key, settings]) => [
      key,
      { rate: settings.ThrottlingRateLimit, burst: settings.ThrottlingBurstLimit },
    ]);
    return described('AWS::ApiGatewayV2::Stage', named(tags), {
      ...on,
      StageName: it.StageName,
      AutoDeploy: it.AutoDeploy,
      ThrottlingRateLimit: DefaultRouteSettings?.ThrottlingRateLimit,
      ThrottlingBurstLimit: DefaultRouteSettings?.ThrottlingBurstLimit,
      routes: Object.fromEntries(limits) as unknown,
      AccessLogs: AccessLogSettings
        ? { DestinationArn: nameIn(ids)(AccessLogSettings.DestinationArn), Format: AccessLogSettings.Format }
        : null,
      tags,
    });
  });
  return [...made, ...ways, ...steps];
}
