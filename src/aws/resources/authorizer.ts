import {
  CreateAuthorizerCommand,
  DeleteAuthorizerCommand,
  GetAuthorizersCommand,
  UpdateAuthorizerCommand,
  type Authorizer,
} from '@aws-sdk/client-apigatewayv2';
import type { Found, Provider } from '../../engine/provider';
import { nodeOf, type Resolved } from '../../engine/resource';
import type { AuthorizerProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { AwsError } from '../errors';
import type { Queue } from '../queue';
import { createOnce } from '../retry';
import { flatMapAsync, foundOf, must, ofType, pages, sorted, stringProp, unlessGone } from './common';

const TYPE = 'AWS::ApiGatewayV2::Authorizer';
/** The one name that ours have; authorizers carry neither tags nor a description. */
const NAME = 'jwt';

export function authorizer(account: Account, queue: Queue): Provider<AuthorizerProps> {
  const { clients, send } = account;
  const client = clients.apigatewayv2;

  async function under(ApiId: string, signal?: AbortSignal): Promise<Authorizer[]> {
    try {
      return await pages(async (NextToken) => {
        const page = await unlessGone(
          send(client, new GetAuthorizersCommand({ ApiId, NextToken }), { signal }),
        );
        return { items: page?.Items, next: page?.NextToken };
      });
    } catch (error) {
      // Most APIs have none; an endpoint that cannot list them must not fail every plan.
      if (error instanceof AwsError && error.kind === 'unsupported') return [];
      throw error;
    }
  }

  return {
    type: TYPE,
    replacement: 'deleteFirst',
    interruption:
      'Routes that ask for a token refuse every request until the new one is there, a few seconds.',
    immutable: ['apiId', 'name'],
    sets: ['audience'],

    lookedAt: 'late',
    under: ['AWS::ApiGatewayV2::Api'],
    async find(_stack, earlier, signal) {
      return flatMapAsync(ofType(earlier, 'AWS::ApiGatewayV2::Api'), async (parent) => {
        const all = await under(parent.physicalId, signal);
        const mark = { id: `${nodeOf(parent.id)}/authorizer`, created: parent.created };
        return all.flatMap((it) => (it.Name === NAME ? (foundIn(it, parent.physicalId, mark) ?? []) : []));
      });
    },

    async create({ id, props }, signal) {
      const ApiId = props.apiId;
      const made = await createOnce(
        account,
        {
          async create() {
            const command = new CreateAuthorizerCommand({ ApiId, Name: props.name, ...contentOf(props) });
            const { AuthorizerId } = await queue(ApiId, id, () =>
              send(client, command, { signal, resource: id }),
            );
            return must(AuthorizerId, 'AuthorizerId');
          },
          look: async () => (await under(ApiId, signal)).find((it) => it.Name === props.name)?.AuthorizerId,
        },
        signal,
      );
      return { physicalId: made, attributes: { id: made } };
    },

    async update({ id, props, found }, signal) {
      const ApiId = props.apiId;
      const command = new UpdateAuthorizerCommand({
        ApiId,
        AuthorizerId: found.physicalId,
        ...contentOf(props),
      });
      await queue(ApiId, id, () => send(client, command, { signal, resource: id }));
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal } = {}) {
      const ApiId = stringProp(found, 'apiId');
      const command = new DeleteAuthorizerCommand({ ApiId, AuthorizerId: found.physicalId });
      await queue(ApiId, found.id, () => unlessGone(send(client, command, { signal, resource: found.id })));
    },
  };
}

function contentOf({ issuer, audience }: Resolved<AuthorizerProps>) {
  return {
    AuthorizerType: 'JWT' as const,
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: issuer, Audience: [...audience] },
  };
}

function foundIn(
  it: Partial<Authorizer>,
  apiId: string,
  mark: { id: string; created: string },
): Found | undefined {
  if (it.AuthorizerId === undefined) return undefined;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.AuthorizerId,
    props: {
      apiId,
      name: it.Name,
      issuer: it.JwtConfiguration?.Issuer,
      audience: sorted(it.JwtConfiguration?.Audience),
    },
    attributes: { id: it.AuthorizerId },
    pointsTo: [apiId],
  });
}
