/** A topology's identity in an account: `name`, or `name/environment`. */
export interface StackName {
  readonly name: string;
  readonly environment?: string;
}

/** Lower-case words joined by single hyphens; topology names and node ids. */
export const ID_PATTERN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const ID_LENGTH = 32;

/** Names of environments. Without hyphens, so that where one ends in a name is plain. */
export const ENVIRONMENT_PATTERN = /^[a-z][a-z0-9]{0,11}$/;

export function stackKey(stack: StackName): string {
  return stack.environment === undefined ? stack.name : `${stack.name}/${stack.environment}`;
}

/** What a node's names are made of. */
export interface Nameable {
  /** The id that default names carry: its own, or the one it was deployed with before it was renamed. */
  readonly origin: string;
  /** The environment itself gave it its name, which therefore gets no mark of the environment. */
  readonly keepsName: boolean;
}

/** How the objects of one stack are called. */
export interface Names {
  readonly stack: string;
  /**
   * A name that must be unique in its account, region or VPC: the given one with the environment behind it, or one
   * made of stack, node and part. Past `limit` it is cut and ends in a hash. With `singleHyphens`, which target groups
   * need, it always does: what the double ones kept apart would be one otherwise.
   */
  unique(
    node: Nameable,
    options: { given?: string; part?: string; limit: number; singleHyphens?: boolean },
  ): string;
  /** Roles are global, so the region is part of their name. */
  role(node: Nameable, part: string): string;
  rolePath(): string;
  taskLogGroup(node: Nameable): string;
  accessLogGroup(node: Nameable): string;
  /** A namespace carries the environment in front: `dev.micro.local`. */
  namespace(node: Nameable, given: string): string;
}

export function createNames(stack: StackName, region: string): Names {
  const key = stackKey(stack);
  const environment = stack.environment === undefined ? '' : `--${stack.environment}`;
  const prefix = `${stack.name}${environment}`;
  return {
    stack: key,
    unique({ origin, keepsName }, { given, part, limit, singleHyphens = false }) {
      const name =
        given === undefined
          ? `${prefix}--${dashed(origin, part)}`
          : `${given}${keepsName ? '' : environment}`;
      return singleHyphens ? cut(name.replaceAll('--', '-'), shortHash(name), limit) : fit(name, limit);
    },
    role: ({ origin }, part) => fit(`${prefix}--${origin}-${part}-${region}`, 64),
    rolePath: () => `/ecs-topology/${key}/${region}/`,
    taskLogGroup: ({ origin }) => `/ecs/${key}/${origin}`,
    accessLogGroup: ({ origin }) => `/aws/vendedlogs/apis/${key}/${origin}`,
    namespace: ({ keepsName }, given) =>
      stack.environment === undefined || keepsName ? given : `${stack.environment}.${given}`,
  };
}

function dashed(node: string, part: string | undefined): string {
  return part === undefined ? node : `${node}-${part}`;
}

function fit(name: string, limit: number): string {
  return name.length <= limit ? name : cut(name, shortHash(name), limit);
}

function cut(name: string, hash: string, limit: number): string {
  return `${name.slice(0, limit - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}

/** Six letters and digits; tells names apart that were cut, and is no secret. */
export function shortHash(text: string): string {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x5bd1e995);
    low = Math.imul(low ^ unit, 0xc2b2ae35) ^ (high >>> 13);
  }
  const mixed = (high >>> 0) * 0x1_0000 + ((low >>> 0) % 0x1_0000);
  return mixed.toString(36).padStart(10, '0').slice(-6);
}
