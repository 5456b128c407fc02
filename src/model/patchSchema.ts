import { ENVIRONMENT_PATTERN, ID_LENGTH, ID_PATTERN } from '../kinds/names';

/** The JSON schema of an object, as data. */
interface Schema {
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The JSON schema of `environments`, from those of the members that they may change and of nodes. A patch need not say
 * of which kind a node is, so it may say what any kind may.
 */
export function environmentsSchema(members: Schema, nodes: readonly Schema[]): object {
  const node = { type: 'object', properties: oneOfEach(nodes.map(({ properties = {} }) => properties)) };
  return {
    type: 'object',
    propertyNames: { pattern: ENVIRONMENT_PATTERN.source },
    additionalProperties: {
      type: 'object',
      properties: {
        ...asPatch(members.properties),
        nodes: {
          title: 'Nodes',
          description: 'Members that are different there, by id; null leaves a node out.',
          type: 'object',
          propertyNames: { maxLength: ID_LENGTH, pattern: ID_PATTERN.source },
          additionalProperties: asPatch(node),
        },
      },
    },
  };
}

/** Fields by name; one that several kinds have may be what any of them allows. */
function oneOfEach(shapes: readonly Readonly<Record<string, unknown>>[]): object {
  const names = [...new Set(shapes.flatMap((shape) => Object.keys(shape)))];
  return Object.fromEntries(
    names.map((name) => {
      const all = shapes.filter((shape) => Object.hasOwn(shape, name)).map((shape) => shape[name]);
      const [only, ...others] = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
      return [name, others.length === 0 ? only : { anyOf: [only, ...others] }];
    }),
  );
}

/** Inside a merge patch everything may be left out, and null takes away what the base has. */
function asPatch(schema: unknown): object {
  // Any schema, or map of schemas, is an object.
  return relaxed(schema) as object;
}

function relaxed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relaxed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]: [string, unknown]): [string, unknown][] => {
      if (key === 'required' && Array.isArray(member)) return [];
      if (key === 'propertyNames') return [[key, member]];
      if (key === 'type' && typeof member === 'string') return [[key, [member, 'null']]];
      if (key === 'enum' && Array.isArray(member)) return [[key, [...(member as unknown[]), null]]];
      return [[key, relaxed(member)]];
    }),
  );
}
