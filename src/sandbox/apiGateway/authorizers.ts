import type * as ApiGateway from '@aws-sdk/client-apigatewayv2';
import type { HandlersOf } from '../handlers';
import { alphanumeric } from '../ids';
import { apiOf, badRequest, checkName, conflict, listPage, memberOf } from './requests';
import type { ApiState, AuthorizerState } from './state';

function describe(authorizer: AuthorizerState): ApiGateway.Authorizer {
  return {
    AuthorizerId: authorizer.id,
    AuthorizerType: authorizer.type,
    IdentitySource: authorizer.identitySource,
    JwtConfiguration: { Issuer: authorizer.issuer, Audience: authorizer.audience },
    Name: authorizer.name,
  };
}

function check(api: ApiState, authorizer: AuthorizerState): void {
  if (authorizer.type !== 'JWT') throw badRequest('The sandbox only knows authorizers of type JWT');
  if (!/^https:\/\//.test(authorizer.issuer ?? '')) {
    throw badRequest('Issuer must be a valid https URL that serves an OpenID configuration');
  }
  if (authorizer.audience.length === 0) throw badRequest('Audience must not be empty');
  for (const other of api.authorizers.values()) {
    if (other.id !== authorizer.id && other.name === authorizer.name) {
      throw conflict(`Authorizer with name ${authorizer.name} already exists for this API`);
    }
  }
}

/** JWT authorizers. */
export const authorizerHandlers = {
  CreateAuthorizerCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    const authorizer: AuthorizerState = {
      id: alphanumeric(context.random, 6),
      name: checkName(input.Name),
      type: input.AuthorizerType ?? 'REQUEST',
      identitySource: input.IdentitySource ?? ['$request.header.Authorization'],
      issuer: input.JwtConfiguration?.Issuer,
      audience: input.JwtConfiguration?.Audience ?? [],
    };
    check(api, authorizer);
    api.authorizers.set(authorizer.id, authorizer);
    return describe(authorizer);
  },

  GetAuthorizerCommand: (context, input) =>
    describe(memberOf(apiOf(context, input.ApiId).authorizers, input.AuthorizerId, 'Authorizer')),

  GetAuthorizersCommand(context, input) {
    const { items, next } = listPage(apiOf(context, input.ApiId).authorizers.values(), input);
    return { Items: items.map(describe), NextToken: next };
  },

  UpdateAuthorizerCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    const before = memberOf(api.authorizers, input.AuthorizerId, 'Authorizer');
    const authorizer: AuthorizerState = {
      ...before,
      name: input.Name === undefined ? before.name : checkName(input.Name),
      identitySource: input.IdentitySource ?? before.identitySource,
      issuer: input.JwtConfiguration?.Issuer ?? before.issuer,
      audience: input.JwtConfiguration?.Audience ?? before.audience,
    };
    check(api, authorizer);
    api.authorizers.set(authorizer.id, authorizer);
    return describe(authorizer);
  },

  DeleteAuthorizerCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    const authorizer = memberOf(api.authorizers, input.AuthorizerId, 'Authorizer');
    const routes = [...api.routes.values()].filter((route) => route.authorizerId === authorizer.id);
    if (routes.length > 0) {
      throw conflict(
        `Cannot delete authorizer ${authorizer.id} because it is referenced by the following Routes with Ids: [${routes.map((route) => route.id).join(', ')}]`,
      );
    }
    api.authorizers.delete(authorizer.id);
    return {};
  },
} satisfies HandlersOf<typeof ApiGateway>;
