import type { Tags } from '../tags';

/** One object of the account, as far as anybody who works on it can tell. */
export interface Thing {
  /** CloudFormation's name of its type. */
  readonly type: string;
  /** Its id or ARN. */
  readonly id: string;
  /** Ids that other things know it by, besides `id`. */
  readonly aliases: readonly string[];
  readonly name: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly description: string | undefined;
  /** Everything else that somebody asked for, and counts of what the account does by itself. No times. */
  readonly settings: unknown;
}

/** The members of something but these. */
export function without<T extends object, Key extends keyof T & string>(
  value: T,
  ...keys: Key[]
): Omit<T, Key> {
  const left = Object.entries(value).filter(([key]) => !keys.some((one) => one === key));
  // What is left are the members of T but those of the keys.
  return Object.fromEntries(left) as Omit<T, Key>;
}

/** Puts a thing together. */
export function thing(
  type: string,
  id: string,
  name: string | undefined,
  rest: {
    readonly tags?: Tags;
    readonly description?: string | undefined;
    readonly aliases?: readonly string[];
    readonly settings: unknown;
  },
): Thing {
  const { tags = new Map<string, string>(), description, aliases = [], settings } = rest;
  return { type, id, aliases, name, tags: Object.fromEntries(tags), description, settings };
}
