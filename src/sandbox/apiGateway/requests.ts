import type { Context } from '../context';
import { awsError } from '../errors';
import { page } from '../page';
import type { ApiState } from './state';

/** `BadRequestException` (400). */
export function badRequest(message: string): Error {
  return awsError('BadRequestException', message);
}

/** `ConflictException` (409). */
export function conflict(message: string): Error {
  return awsError('ConflictException', message, { status: 409 });
}

/** `NotFoundException` (404). */
export function notFound(message: string): Error {
  return awsError('NotFoundException', message, { status: 404 });
}

/** The API of an id, or NotFoundException. */
export function apiOf(context: Context, id: string | undefined): ApiState {
  const api = context.region.apiGateway.apis.get(id ?? '');
  if (!api) throw notFound(`Invalid API identifier specified ${context.world.account}:${id ?? ''}`);
  return api;
}

/** A member of an API by id, or NotFoundException with AWS's word for its kind. */
export function memberOf<T>(members: ReadonlyMap<string, T>, id: string | undefined, kind: string): T {
  const member = members.get(id ?? '');
  if (!member) throw notFound(`Invalid ${kind} identifier specified`);
  return member;
}

/** A list call: `MaxResults` is text in this client, and there are no paginators (aws-reference §1.1). */
export function listPage<T>(
  items: Iterable<T>,
  input: { MaxResults?: string | undefined; NextToken?: string | undefined },
) {
  return page([...items], {
    size: input.MaxResults === undefined ? undefined : Number(input.MaxResults),
    limit: 100,
    token: input.NextToken,
    invalid: badRequest,
  });
}

/** A name of 1 to 128 characters. */
export function checkName(name: string | undefined): string {
  if (!name || name.length > 128) throw badRequest('Name must be between 1 and 128 characters long');
  return name;
}
