import {
  CreateRouteCommand,
  DeleteRouteCommand,
  GetRoutesCommand,
  UpdateRouteCommand,
  type Route,
} from '@aws-sdk/client-apigatewayv2';
import type { Found, Provider } from '../../engine/provider';
import { nodeOf, type Resolved } from '../../engine/resource';
import type { RouteProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import type { Queue } from '../queue';
import { createOnce } from '../retry';
import { flatMapAsync, foundOf, must, ofType, pages, sorted, stringProp, unlessGone } from './common';

const TYPE = 'AWS::ApiGatewayV2::Route';

/** Routes carry neither tags nor a description: ours are those whose target is ours. */
export function route(account: Account, queue: Queue): Provider<RouteProps> {
  const { clients, send } = account;
  const client = clients.apigatewayv2;

  async function write(
    RouteId: string,
    props: Resolved<RouteProps>,
    resource: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const command = new UpdateRouteCommand({ ApiId: props.apiId, RouteId, ...contentOf(props) });
    await queue(props.apiId, resource, () => send(client, command, { signal, resource }));
  }

  return {
    type: TYPE,
    replacement: 'deleteFirst',
    interruption: 'The gateway answers 404 to this route until the new one is there, a few seconds.',
    immutable: ['apiId', 'key'],
    slot: ['apiId', 'key'],
    sets: ['scopes'],

    under: ['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Integration'],
    async find(_stack, earlier, signal) {
      const integrations = new Map(
        ofType(earlier, 'AWS::ApiGatewayV2::Integration').map((found) => [
          `${stringProp(found, 'apiId')} integrations/${found.physicalId}`,
          found,
        ]),
      );
      return flatMapAsync(ofType(earlier, 'AWS::ApiGatewayV2::Api'), async (parent) => {
        const all = await listRoutes(account, parent.physicalId, signal);
        return all.flatMap((it) => {
          const target = integrations.get(`${parent.physicalId} ${it.Target ?? ''}`);
          if (!target || it.RouteKey === undefined) return [];
          const id = `${nodeOf(target.id)}/route/${nodeOf(parent.id)}/${it.RouteKey}`;
          return foundIn(it, parent.physicalId, { id, created: target.created }) ?? [];
        });
      });
    },

    async create({ id, props }, signal) {
      const { apiId: ApiId, key } = props;
      let mine = false;
      const routeId = await createOnce(
        account,
        {
          exists: ['ConflictException'],
          existsReason: /already exists/i,
          async create() {
            const command = new CreateRouteCommand({ ApiId, RouteKey: key, ...contentOf(props) });
            const { RouteId } = await queue(ApiId, id, () => send(client, command, { signal, resource: id }));
            mine = true;
            return must(RouteId, 'RouteId');
          },
          look: async () =>
            (await listRoutes(account, ApiId, signal)).find((it) => it.RouteKey === key)?.RouteId,
        },
        signal,
      );
      // A key is a route's name, and the API is ours: one that leads elsewhere is led here.
      if (!mine) await write(routeId, props, id, signal);
      return { physicalId: routeId, attributes: { id: routeId, settings: settingsKey(ApiId, key) } };
    },

    async update({ id, props, found }, signal) {
      await write(found.physicalId, props, id, signal);
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal } = {}) {
      const ApiId = stringProp(found, 'apiId');
      const command = new DeleteRouteCommand({ ApiId, RouteId: found.physicalId });
      await queue(ApiId, found.id, () => unlessGone(send(client, command, { signal, resource: found.id })));
    },
  };
}

/** The routes of an API; none when there is no such API. */
export async function listRoutes(
  { clients, send }: Account,
  ApiId: string,
  signal?: AbortSignal,
): Promise<Route[]> {
  return pages(async (NextToken) => {
    const page = await unlessGone(
      send(clients.apigatewayv2, new GetRoutesCommand({ ApiId, NextToken }), { signal }),
    );
    return { items: page?.Items, next: page?.NextToken };
  });
}

/** By which a stage that has settings for a route points to it. */
export function settingsKey(apiId: string, routeKey: string): string {
  return `${apiId} ${routeKey}`;
}

function contentOf({ integrationId, auth, authorizerId, scopes }: Resolved<RouteProps>) {
  return {
    Target: `integrations/${integrationId}`,
    AuthorizationType: auth,
    ...(auth === 'JWT' && { AuthorizerId: authorizerId, AuthorizationScopes: [...scopes] }),
  };
}

function foundIn(
  it: Partial<Route>,
  apiId: string,
  mark: { id: string; created: string },
): Found | undefined {
  if (it.RouteId === undefined) return undefined;
  const integrationId = it.Target?.replace(/^integrations\//, '');
  const auth = it.AuthorizationType;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.RouteId,
    props: {
      apiId,
      key: it.RouteKey,
      integrationId,
      auth,
      // A route that went back to open may keep authorizer and scopes, which an update cannot take away; they mean nothing.
      authorizerId: auth === 'JWT' ? it.AuthorizerId : undefined,
      scopes: (auth === 'JWT' && sorted(it.AuthorizationScopes)) || [],
    },
    attributes: { id: it.RouteId, settings: it.RouteKey && settingsKey(apiId, it.RouteKey) },
    pointsTo: [apiId, integrationId, it.AuthorizerId],
  });
}
