import {
  CreateStageCommand,
  DeleteAccessLogSettingsCommand,
  DeleteRouteSettingsCommand,
  DeleteStageCommand,
  GetStageCommand,
  GetStagesCommand,
  TagResourceCommand,
  UpdateStageCommand,
  type RouteSettings,
  type Stage,
} from '@aws-sdk/client-apigatewayv2';
import type { Found, Provider } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
import type { StageProps, Throttle } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError } from '../errors';
import type { Queue } from '../queue';
import { createOnce } from '../retry';
import { fromTags, markIn, tagsOf } from '../tags';
import { confirmFailure } from '../wait';
import {
  changedMembers,
  compact,
  flatMapAsync,
  foundOf,
  ofType,
  pages,
  stringProp,
  unlessGone,
} from './common';
import { settingsKey } from './route';

const TYPE = 'AWS::ApiGatewayV2::Stage';

export function stage(account: Account, queue: Queue): Provider<StageProps> {
  const { clients, send } = account;
  const client = clients.apigatewayv2;

  async function arnOf(apiId: string, name: string, signal?: AbortSignal): Promise<string> {
    const { partition } = await account.identity(signal);
    return `arn:${partition}:apigateway:${account.connection.region}::/apis/${apiId}/stages/${name}`;
  }

  async function foundIn(
    it: Partial<Stage>,
    parent: { id: string; endpoint: string },
    stack: string,
    signal?: AbortSignal,
  ) {
    const mark = markIn(fromTags(it.Tags), stack);
    if (!mark || it.StageName === undefined) return undefined;
    return describeStage(
      it,
      { ...parent, name: it.StageName, arn: await arnOf(parent.id, it.StageName, signal) },
      mark,
    );
  }

  return {
    type: TYPE,
    replacement: 'deleteFirst',
    interruption: 'The API answers 404 under this stage until the new one is deployed, a few seconds.',
    immutable: ['apiId', 'name'],
    slot: ['apiId', 'name'],

    under: ['AWS::ApiGatewayV2::Api'],
    async find(stack, earlier, signal) {
      return flatMapAsync(
        ofType(earlier, 'AWS::ApiGatewayV2::Api'),
        async ({ physicalId: id, attributes }) => {
          const parent = { id, endpoint: attributes.endpoint ?? '' };
          const all = await listStages(account, id, signal);
          const found = await Promise.all(all.map((it) => foundIn(it, parent, stack, signal)));
          return found.filter((it) => it !== undefined);
        },
      );
    },

    async create({ id, props, marks }, signal) {
      const { apiId: ApiId, name: StageName } = props;
      await createOnce(
        account,
        {
          exists: ['ConflictException'],
          existsReason: /already exists/i,
          async create() {
            const command = new CreateStageCommand({
              ApiId,
              StageName,
              AutoDeploy: true,
              ...contentOf(props),
              Tags: tagsOf(marks),
            });
            await queue(ApiId, id, () => send(client, command, { signal, resource: id }));
            return StageName;
          },
          async look() {
            const it = await unlessGone(send(client, new GetStageCommand({ ApiId, StageName }), { signal }));
            if (!it) return undefined;
            if (markIn(fromTags(it.Tags), marks.stack)?.id === marks.resource) return StageName;
            throw foreignError('stage', `${StageName} of API ${ApiId}`, {
              service: 'apigatewayv2',
              operation: 'CreateStage',
            });
          },
        },
        signal,
      );
      return {
        physicalId: await arnOf(ApiId, StageName, signal),
        attributes: { name: StageName, invokeUrl: invokeUrl(props.apiEndpoint, StageName) },
      };
    },

    async update({ id, props, marks, found, changed, remark }, signal) {
      const { apiId: ApiId, name: StageName } = props;
      const options = { signal, resource: id };
      const members = changedMembers(changed);
      return queue(ApiId, id, async () => {
        for (const RouteKey of staleKeys(found, props)) {
          await unlessGone(
            send(client, new DeleteRouteSettingsCommand({ ApiId, StageName, RouteKey }), options),
          );
        }
        if (members.has('accessLogs') && props.accessLogs === null) {
          await unlessGone(send(client, new DeleteAccessLogSettingsCommand({ ApiId, StageName }), options));
        }
        if (changed.length > 0) {
          await send(
            client,
            new UpdateStageCommand({ ApiId, StageName, AutoDeploy: true, ...contentOf(props) }),
            options,
          );
        }
        if (remark) {
          const Tags = tagsOf({ ...marks, created: found.created });
          await send(client, new TagResourceCommand({ ResourceArn: found.physicalId, Tags }), options);
        }
        return { physicalId: found.physicalId, attributes: found.attributes };
      });
    },

    async delete(found, { signal } = {}) {
      const ApiId = stringProp(found, 'apiId');
      const command = new DeleteStageCommand({ ApiId, StageName: stringProp(found, 'name') });
      await queue(ApiId, found.id, () => unlessGone(send(client, command, { signal, resource: found.id })));
    },

    health: (_written, { apiId: ApiId, name: StageName }, signal) =>
      confirmFailure(
        account,
        async () => {
          const it = await unlessGone(send(client, new GetStageCommand({ ApiId, StageName }), { signal }));
          // Only here a stage that deploys by itself says that it could not.
          const message = it?.LastDeploymentStatusMessage ?? '';
          return /fail/i.test(message) ? { state: 'failed', reason: message } : { state: 'ready' };
        },
        signal,
      ),
  };
}

/** The stages of an API; none when there is no such API. */
export async function listStages(
  { clients, send }: Account,
  ApiId: string,
  signal?: AbortSignal,
): Promise<Stage[]> {
  return pages(async (NextToken) => {
    const page = await unlessGone(
      send(clients.apigatewayv2, new GetStagesCommand({ ApiId, NextToken }), { signal }),
    );
    return { items: page?.Items, next: page?.NextToken };
  });
}

/** `$default` adds nothing to the address. */
function invokeUrl(endpoint: string, name: string): string {
  return name === '$default' ? endpoint : `${endpoint}/${name}`;
}

function contentOf({ throttle, routeThrottles, accessLogs }: Resolved<StageProps>) {
  return {
    DefaultRouteSettings: settingsOf(throttle),
    RouteSettings: Object.fromEntries(
      Object.entries(routeThrottles).map(([key, own]) => [key, settingsOf(own)]),
    ),
    ...(accessLogs && {
      AccessLogSettings: { DestinationArn: accessLogs.logGroupArn, Format: accessLogs.format },
    }),
  };
}

function settingsOf({ rate, burst }: Throttle): RouteSettings {
  return { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
}

/** Settings of routes that the file no longer names; an update merges and never takes one away. */
function staleKeys(found: Found, props: Resolved<StageProps>): string[] {
  return Object.keys(found.props.routeThrottles ?? {}).filter(
    (key) => !Object.hasOwn(props.routeThrottles, key),
  );
}

function describeStage(
  it: Partial<Stage>,
  { id, endpoint, name, arn }: { id: string; endpoint: string; name: string; arn: string },
  mark: { id: string; created: string },
): Found {
  const destination = it.AccessLogSettings?.DestinationArn?.replace(/:\*$/, '');
  return foundOf({
    type: TYPE,
    mark,
    physicalId: arn,
    props: {
      apiId: id,
      apiEndpoint: endpoint,
      name,
      throttle: throttleOf(it.DefaultRouteSettings),
      routeThrottles: Object.fromEntries(
        Object.entries(it.RouteSettings ?? {}).map(([key, settings]) => [key, throttleOf(settings) ?? {}]),
      ),
      accessLogs:
        destination === undefined
          ? null
          : compact({ logGroupArn: destination, format: it.AccessLogSettings?.Format }),
    },
    attributes: { name, invokeUrl: invokeUrl(endpoint, name) },
    // A route goes after the settings that a stage has for it: a stage must not name a route that is not there.
    pointsTo: [id, destination, ...Object.keys(it.RouteSettings ?? {}).map((key) => settingsKey(id, key))],
  });
}

function throttleOf(settings: RouteSettings | undefined): object | undefined {
  return settings && compact({ rate: settings.ThrottlingRateLimit, burst: settings.ThrottlingBurstLimit });
}
