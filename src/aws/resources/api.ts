import {
  CreateApiCommand,
  DeleteApiCommand,
  DeleteCorsConfigurationCommand,
  GetApisCommand,
  TagResourceCommand,
  UpdateApiCommand,
  type Api,
  type Cors,
} from '@aws-sdk/client-apigatewayv2';
import type { Found, Provider } from '../../engine/provider';
import type { ApiProps, CorsProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import type { Queue } from '../queue';
import { createOnce } from '../retry';
import { fromTags, isSameAttempt, markIn, tagsOf } from '../tags';
import { changedMembers, compact, foundOf, must, pages, sorted, unlessGone } from './common';

const TYPE = 'AWS::ApiGatewayV2::Api';

export function api(account: Account, queue: Queue): Provider<ApiProps> {
  const { clients, send } = account;
  const client = clients.apigatewayv2;

  return {
    type: TYPE,
    replacement: 'createFirst',
    immutable: [],
    asRead: (props) =>
      'cors' in props ? { ...props, cors: corsAsRead(props.cors as CorsProps | null) } : props,

    lookedAt: 'late',
    async find(stack, _earlier, signal) {
      return (await listApis(account, signal)).flatMap((it) => foundIn(it, stack) ?? []);
    },

    async create({ id, props, marks }, signal) {
      const cors = corsAsRead(props.cors);
      const made = await createOnce<Pick<Api, 'ApiId' | 'ApiEndpoint'>>(
        account,
        {
          // Not with Target and RouteKey: "quick create" makes children that cannot be deleted by themselves.
          create: () =>
            send(
              client,
              new CreateApiCommand({
                Name: props.name,
                ProtocolType: 'HTTP',
                ...(cors && { CorsConfiguration: corsOf(cors) }),
                Tags: tagsOf(marks),
              }),
              { signal, resource: id },
            ),
          async look() {
            const all = await listApis(account, signal);
            return all.find((it) => isSameAttempt(markIn(fromTags(it.Tags), marks.stack), marks));
          },
        },
        signal,
      );
      const apiId = must(made.ApiId, 'ApiId');
      return {
        physicalId: apiId,
        attributes: { id: apiId, endpoint: must(made.ApiEndpoint, 'ApiEndpoint') },
      };
    },

    async update({ id, props, marks, found, changed, remark }, signal) {
      const ApiId = found.physicalId;
      const options = { signal, resource: id };
      const members = changedMembers(changed);
      const cors = corsAsRead(props.cors);
      return queue(ApiId, id, async () => {
        if (members.has('cors') && cors === null) {
          // An empty configuration is not the same as none.
          await unlessGone(send(client, new DeleteCorsConfigurationCommand({ ApiId }), options));
        }
        if (members.has('name') || members.has('executeEndpoint') || (members.has('cors') && cors !== null)) {
          const content = { Name: props.name, DisableExecuteApiEndpoint: !props.executeEndpoint };
          const CorsConfiguration = cors === null ? undefined : corsOf(cors);
          await send(client, new UpdateApiCommand({ ApiId, ...content, CorsConfiguration }), options);
        }
        if (remark) {
          const { partition } = await account.identity(signal);
          const ResourceArn = `arn:${partition}:apigateway:${account.connection.region}::/apis/${ApiId}`;
          const Tags = tagsOf({ ...marks, created: found.created });
          await send(client, new TagResourceCommand({ ResourceArn, Tags }), options);
        }
        return { physicalId: ApiId, attributes: found.attributes };
      });
    },

    async delete(found, { signal } = {}) {
      const ApiId = found.physicalId;
      await queue(ApiId, found.id, () =>
        unlessGone(send(client, new DeleteApiCommand({ ApiId }), { signal, resource: found.id })),
      );
    },
  };
}

/** The APIs of the region; this client has no paginators. */
export async function listApis({ clients, send }: Account, signal?: AbortSignal): Promise<Api[]> {
  return pages(async (NextToken) => {
    const page = await send(clients.apigatewayv2, new GetApisCommand({ NextToken }), { signal });
    return { items: page.Items, next: page.NextToken };
  });
}

function foundIn(it: Partial<Api>, stack: string): Found | undefined {
  const mark = markIn(fromTags(it.Tags), stack);
  if (!mark || it.ApiId === undefined) return undefined;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.ApiId,
    props: {
      name: it.Name,
      cors: corsAsRead(it.CorsConfiguration === undefined ? null : corsProps(it.CorsConfiguration)),
      executeEndpoint: it.DisableExecuteApiEndpoint !== true,
    },
    attributes: { id: it.ApiId, endpoint: it.ApiEndpoint },
  });
}

/** In full: what is left out of an update might stay. */
function corsOf(cors: CorsProps): Cors {
  return {
    AllowOrigins: [...(cors.allowOrigins ?? [])],
    AllowMethods: [...(cors.allowMethods ?? [])],
    AllowHeaders: [...(cors.allowHeaders ?? [])],
    ExposeHeaders: [...(cors.exposeHeaders ?? [])],
    MaxAge: cors.maxAge ?? 0,
    AllowCredentials: cors.allowCredentials ?? false,
  };
}

/** AWS writes names in a case of its own, in any order, and fills in what was not said. Nothing said is no CORS. */
function corsAsRead(cors: CorsProps | null): CorsProps | null {
  if (cors === null) return null;
  const said = compact({
    allowOrigins: names(cors.allowOrigins),
    allowMethods: names(cors.allowMethods)?.map((name) => name.toUpperCase()),
    allowHeaders: names(cors.allowHeaders),
    exposeHeaders: names(cors.exposeHeaders),
    maxAge: cors.maxAge === 0 ? undefined : cors.maxAge,
    allowCredentials: cors.allowCredentials === true ? true : undefined,
  });
  return Object.keys(said).length === 0 ? null : said;
}

function names(list: readonly string[] | undefined): string[] | undefined {
  return list && list.length > 0 ? sorted(list.map((name) => name.toLowerCase())) : undefined;
}

function corsProps(cors: Cors): CorsProps {
  return compact({
    allowOrigins: cors.AllowOrigins,
    allowMethods: cors.AllowMethods,
    allowHeaders: cors.AllowHeaders,
    exposeHeaders: cors.ExposeHeaders,
    maxAge: cors.MaxAge,
    allowCredentials: cors.AllowCredentials,
  });
}
