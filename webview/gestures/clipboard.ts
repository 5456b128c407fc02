import * as z from '../../src/zod';
import { ID_LENGTH, ID_PATTERN } from '../../src/kinds/names';
import { environmentsOf } from '../../src/model/environment';
import { isObject, valueAt, type JsonObject, type JsonValue } from '../../src/model/json';
import type { Topology } from '../../src/model/topology';
import { frameOf } from '../canvas/cardText';
import type { Scene } from '../canvas/scene';

/** Cards and wires on their way from one drawing to another. */
export interface Clip {
  readonly nodes: Readonly<Record<string, JsonObject>>;
  /** Every wire with an end among the nodes; the other end may be in the drawing that it is pasted into. */
  readonly edges: readonly (JsonObject & { readonly from: string; readonly to: string })[];
  readonly layout: Readonly<Record<string, readonly [number, number]>>;
  /** What environments change in the nodes, where these are the base's: null leaves a node out. */
  readonly environments?: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> | undefined;
}

/** By this member a text is known to be ours. */
const MARK = 'ecs-topology/clipboard';
/** A text that is longer was not copied here. */
const LONGEST = 8_000_000;

const object: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const id = z.string().max(ID_LENGTH).regex(ID_PATTERN);
const clip = z.object({
  [MARK]: z.literal(1),
  nodes: z.record(id, object),
  edges: z.array(z.object({ from: z.string(), to: z.string() }).catchall(z.json())),
  layout: z.record(z.string(), z.tuple([z.int(), z.int()])),
  environments: z.record(z.string(), z.record(id, z.json())).optional(),
});

/** What is selected as text, a cluster with its services; undefined where no card is. */
export function copied(
  selected: ReadonlySet<string>,
  topology: Topology,
  scene: Scene,
): { readonly text: string; readonly nodes: ReadonlySet<string> } | undefined {
  const nodes = withMembers(selected, topology);
  if (nodes.size === 0) return undefined;
  const at = (id: string) => (scene.cards.get(id) ?? scene.frames.get(id))?.rect;
  const clip: Clip = {
    nodes: Object.fromEntries([...nodes].flatMap((id) => [[id, topology.nodes.get(id)?.raw ?? {}]])),
    edges: topology.edges
      .filter(({ from, to }) => nodes.has(from) || nodes.has(to))
      .map(({ raw, from, to }) => ({ ...raw, from, to })),
    layout: Object.fromEntries(
      [...nodes].flatMap((id) => {
        const rect = at(id);
        return rect ? [[id, [Math.round(rect.x), Math.round(rect.y)] as const]] : [];
      }),
    ),
    ...changedIn(nodes, topology),
  };
  return { text: JSON.stringify({ [MARK]: 1, ...clip }, undefined, 2), nodes };
}

/** Reads what was copied; a sentence where the text is anything else. */
export function readClip(
  text: string,
): { readonly ok: true; readonly clip: Clip } | { readonly ok: false; readonly reason: string } {
  const nothing = { ok: false, reason: 'The clipboard holds no cards of a topology.' } as const;
  if (text.length > LONGEST || !text.includes(MARK)) return nothing;
  const read = clip.safeParse(jsonOf(text));
  if (!read.success) return { ok: false, reason: 'The cards in the clipboard cannot be read.' };
  return Object.keys(read.data.nodes).length === 0 ? nothing : { ok: true, clip: read.data };
}

/** What environments say of nodes of the base. */
function changedIn(nodes: ReadonlySet<string>, { file, environment }: Topology): Pick<Clip, 'environments'> {
  if (environment !== undefined) return {};
  const patches = environmentsOf(file).flatMap((name) => {
    const patch = valueAt(file, ['environments', name, 'nodes']);
    const own = (isObject(patch) ? Object.entries(patch) : []).filter(([id]) => nodes.has(id));
    return own.length === 0 ? [] : [[name, Object.fromEntries(own)] as const];
  });
  return patches.length === 0 ? {} : { environments: Object.fromEntries(patches) };
}

/** A frame takes its cards along. */
function withMembers(selected: ReadonlySet<string>, topology: Topology): ReadonlySet<string> {
  return new Set(
    [...topology.nodes.values()]
      .filter((node) => selected.has(node.id) || selected.has(frameOf(node, topology) ?? ''))
      .map(({ id }) => id),
  );
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
