import type { JsonObject } from '../json';
import { CHAIN, CHAIN_EDGES } from './chain';
import { drawing, type Template } from './template';

/** The issuer is a placeholder: whose tokens count is the first thing to change. */
const ISSUER = 'https://issuer.example.com/';

const REQUESTS: readonly JsonObject[] = [
  { name: 'without a token', method: 'GET', path: '/users', expect: { status: 401 } },
  {
    name: 'with a token',
    method: 'GET',
    path: '/users',
    headers: { authorization: 'Bearer ${secret:TOKEN}' },
    check: false,
  },
];

export const JWT: Template = {
  id: 'jwt',
  title: 'API with JWT',
  description: 'Only bearers of a token of your issuer reach the service',
  document: (name) =>
    drawing(
      name,
      {
        ...CHAIN,
        client: { kind: 'client', requests: REQUESTS },
        api: { kind: 'apiGateway', auth: { jwt: { issuer: ISSUER, audience: ['users'] } } },
      },
      CHAIN_EDGES,
    ),
};
