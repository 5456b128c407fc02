import * as z from '../zod';
import type { Registry } from '../kinds/index';
import type { Kind } from '../kinds/kind';
import { ID_LENGTH, ID_PATTERN } from '../kinds/names';
import { documentSchema } from './documentSchema';
import { environmentsSchema } from './patchSchema';

/**
 * The JSON schema (draft-7, input side: defaults need not be written) by which VS Code's JSON support completes, explains
 * and checks a topology. Unknown members are allowed; our own validation tells of them, with what was meant.
 */
export function jsonSchemaOf(registry: Registry): object {
  const kinds = [...registry.values()];
  const document = written(documentOf(kinds));
  const patched = written(documentSchema.pick({ account: true, region: true, network: true }));
  const environments = environmentsSchema(patched, nodeSchemas(kinds).map(written));
  const words = documentSchema.shape.environments.meta();
  return { ...document, properties: { ...document.properties, environments: { ...words, ...environments } } };
}

function documentOf(kinds: readonly Kind[]): z.ZodObject {
  return z
    .object({
      $schema: z.string().optional(),
      ...documentSchema.omit({ environments: true }).shape,
      nodes: z.record(id, z.discriminatedUnion('kind', nodeSchemas(kinds))).meta({
        title: 'Nodes',
        description: 'Cards of the drawing, by id.',
      }),
      edges: z.array(edgeSchema(kinds)).meta({ title: 'Edges', description: 'Arrows of the drawing.' }),
      layout: z
        .record(id, position)
        .optional()
        .meta({ title: 'Layout', description: 'Where cards were put.' }),
    })
    .meta({ title: 'ECS topology' });
}

function written(schema: z.ZodObject): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      // Words of the inspector, and the bounds that zod gives to every integer.
      for (const word of ['section', 'unit', 'placeholder']) delete jsonSchema[word];
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
}

const id = z.string().max(ID_LENGTH).regex(ID_PATTERN);

const position = z
  .tuple([z.number(), z.number()])
  .meta({ description: 'Left and top edge of the card, in whole numbers.' });

type NodeSchema = z.ZodObject<{ kind: z.ZodEnum }>;

function nodeSchemas(kinds: readonly Kind[]): [NodeSchema, ...NodeSchema[]] {
  const [first, ...others] = kinds.map((kind) =>
    z
      .object({
        // An enumeration of one: of several constants VS Code would name only the first as what a wrong kind must be.
        kind: z.enum([kind.kind]).meta({ description: kind.description }),
        title: z.string().optional().meta({ title: 'Title', description: 'What the card shows.' }),
        formerly: z
          .string()
          .optional()
          .meta({ title: 'Formerly', description: 'The id it was deployed with.' }),
        ...kind.schema.shape,
      })
      .meta({ title: kind.title, description: kind.description }),
  );
  if (!first) throw new Error('A registry has at least one kind.');
  return [first, ...others];
}

/**
 * One schema for all edges: what an edge may say depends on what its ends are, which a JSON schema cannot see. A field
 * that several sorts of edges have may be what any of them allows.
 */
function edgeSchema(kinds: readonly Kind[]): z.ZodObject {
  const fields = new Map<string, Set<z.core.$ZodType>>();
  for (const { schema } of kinds.flatMap((kind) => kind.accepts)) {
    const shape: z.core.$ZodShape = schema.shape;
    for (const [name, field] of Object.entries(shape)) {
      fields.set(name, (fields.get(name) ?? new Set()).add(field));
    }
  }
  const shape = [...fields].map(([name, [only, ...others]]) => [
    name,
    z.optional(only && others.length === 0 ? only : z.union([...(fields.get(name) ?? [])])),
  ]);
  return z.object({
    from: z.string().meta({ title: 'From', description: 'Id of the node that the arrow leaves.' }),
    to: z.string().meta({ title: 'To', description: 'Id of the node that it enters.' }),
    ...(Object.fromEntries(shape) as Record<string, z.ZodType>),
  });
}
