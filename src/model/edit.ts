import * as z from '../zod';
import type { JsonObject, JsonValue } from './json';

const json: z.ZodType<JsonValue> = z.json();
const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const position = z.tuple([z.int(), z.int()]).readonly();

/** An edge is known by its ends and, out of a load balancer, by its listener. */
export const edgeRef = z.object({ from: z.string(), to: z.string(), listener: z.number().optional() });
export type EdgeRef = z.output<typeof edgeRef>;

export const fieldTarget = z.union([
  z.object({ node: z.string() }),
  z.object({ edge: edgeRef }),
  z.object({ document: z.literal(true) }),
]);
export type FieldTarget = z.output<typeof fieldTarget>;

const path = z.array(z.union([z.string(), z.int()]));

const singleEdits = [
  /** A new node; its position is where it was dropped. */
  z.object({ type: z.literal('addNode'), id: z.string(), node: jsonObject, position: position.optional() }),
  /** Removes nodes with their edges, and edges. */
  z.object({ type: z.literal('remove'), nodes: z.array(z.string()), edges: z.array(edgeRef) }),
  z.object({ type: z.literal('move'), positions: z.record(z.string(), position) }),
  z.object({ type: z.literal('connect'), edge: jsonObject }),
  /** Gives a node another id, everywhere it is mentioned; of one that is `deployed` the file keeps what it was. */
  z.object({
    type: z.literal('renameNode'),
    from: z.string(),
    to: z.string(),
    deployed: z.boolean().optional(),
  }),
  /** Writes a field; without a value the field goes back to its default. */
  z.object({
    type: z.literal('setField'),
    target: fieldTarget,
    path,
    value: json.optional(),
  }),
  /** Gives a member of a map, such as a variable, another key at its place. */
  z.object({ type: z.literal('renameField'), target: fieldTarget, path, key: z.string() }),
] as const;

/** One finished gesture on the canvas, in terms of the topology; one undo step. */
export const editSchema = z.discriminatedUnion('type', [
  ...singleEdits,
  /** One gesture that says several things, each about the document as the ones before it leave it. */
  z.object({ type: z.literal('batch'), edits: z.array(z.discriminatedUnion('type', singleEdits)) }),
]);
export type Edit = z.output<typeof editSchema>;
export type SingleEdit = Exclude<Edit, { type: 'batch' }>;
