import {
  CreateIntegrationCommand,
  DeleteIntegrationCommand,
  GetIntegrationsCommand,
  UpdateIntegrationCommand,
  type Integration,
} from '@aws-sdk/client-apigatewayv2';
import type { Found, Provider } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
import type { IntegrationProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import type { Queue } from '../queue';
import { createOnce } from '../retry';
import { descriptionOf, isSameAttempt, markInDescription } from '../tags';
import { flatMapAsync, foundOf, must, ofType, pages, stringProp, unlessGone } from './common';

const TYPE = 'AWS::ApiGatewayV2::Integration';
const PATH = 'overwrite:path';

export function integration(account: Account, queue: Queue): Provider<IntegrationProps> {
  const { clients, send } = account;
  const client = clients.apigatewayv2;

  return {
    type: TYPE,
    replacement: 'createFirst',
    immutable: ['apiId'],

    lookedAt: 'late',
    under: ['AWS::ApiGatewayV2::Api'],
    async find(stack, earlier, signal) {
      return flatMapAsync(ofType(earlier, 'AWS::ApiGatewayV2::Api'), async ({ physicalId: apiId }) => {
        const all = await listIntegrations(account, apiId, signal);
        return all.flatMap((it) => foundIn(it, apiId, stack) ?? []);
      });
    },

    async create({ id, props, marks }, signal) {
      const ApiId = props.apiId;
      const made = await createOnce(
        account,
        {
          async create() {
            const command = new CreateIntegrationCommand({
              ApiId,
              IntegrationType: 'HTTP_PROXY',
              IntegrationMethod: 'ANY',
              ConnectionType: 'VPC_LINK',
              // HTTP_PROXY speaks only this one. Source: CreateIntegration.
              PayloadFormatVersion: '1.0',
              ...contentOf(props),
              ...(props.path !== null && { RequestParameters: { [PATH]: props.path } }),
              Description: descriptionOf(marks),
            });
            const answer = await queue(ApiId, id, () => send(client, command, { signal, resource: id }));
            return must(answer.IntegrationId, 'IntegrationId');
          },
          async look() {
            const all = await listIntegrations(account, ApiId, signal);
            return all.find((it) => isSameAttempt(markInDescription(it.Description, marks.stack), marks))
              ?.IntegrationId;
          },
        },
        signal,
      );
      return { physicalId: made, attributes: { id: made } };
    },

    async update({ id, props, marks, found, changed }, signal) {
      const command = new UpdateIntegrationCommand({
        ApiId: props.apiId,
        IntegrationId: found.physicalId,
        ...contentOf(props),
        // An empty value takes the mapping away; leaving it out would keep it.
        ...(changed.includes('path') && { RequestParameters: { [PATH]: props.path ?? '' } }),
        Description: descriptionOf({ ...marks, created: found.created }),
      });
      await queue(props.apiId, id, () => send(client, command, { signal, resource: id }));
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal } = {}) {
      const ApiId = stringProp(found, 'apiId');
      const command = new DeleteIntegrationCommand({ ApiId, IntegrationId: found.physicalId });
      await queue(ApiId, found.id, () => unlessGone(send(client, command, { signal, resource: found.id })));
    },
  };
}

/** The integrations of an API; none when there is no such API. */
export async function listIntegrations(
  { clients, send }: Account,
  ApiId: string,
  signal?: AbortSignal,
): Promise<Integration[]> {
  return pages(async (NextToken) => {
    const command = new GetIntegrationsCommand({ ApiId, NextToken });
    const page = await unlessGone(send(clients.apigatewayv2, command, { signal }));
    return { items: page?.Items, next: page?.NextToken };
  });
}

function contentOf({ vpcLinkId, uri, timeoutMs }: Resolved<IntegrationProps>) {
  return { ConnectionId: vpcLinkId, IntegrationUri: uri, TimeoutInMillis: timeoutMs };
}

function foundIn(it: Integration, apiId: string, stack: string): Found | undefined {
  const mark = markInDescription(it.Description, stack);
  if (!mark || it.IntegrationId === undefined) return undefined;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.IntegrationId,
    props: {
      apiId,
      vpcLinkId: it.ConnectionId,
      uri: it.IntegrationUri,
      timeoutMs: it.TimeoutInMillis,
      path: it.RequestParameters?.[PATH] || null,
    },
    attributes: { id: it.IntegrationId },
    pointsTo: [apiId, it.ConnectionId, it.IntegrationUri],
  });
}
