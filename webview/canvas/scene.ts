import type { Problem } from '../../src/model/problem';
import type { StatusMessage } from '../../src/model/protocol';
import type { Topology, TopologyEdge, TopologyNode } from '../../src/model/topology';
import { isObject, memberOf } from '../../src/model/json';
import { CARD_HEIGHT, cardTexts, frameOf, type CardText } from './cardText';
import { boundsOf, grown, type Position, type Rect } from './geometry';
import {
  EMPTY_FRAME,
  FRAME_HEADER,
  FRAME_PADDING,
  NETWORK_HEADER,
  NETWORK_PADDING,
  shortLabel,
  type Placed,
} from './layout';
import { middleEllipsis, type Measure } from './measure';
import { routeWire, type Look, type WirePath } from './wires';

/** A card with its place. */
export interface SceneCard {
  readonly id: string;
  readonly rect: Rect;
  readonly text: CardText;
  readonly node: TopologyNode;
}

/** A frame around cards; `node` is absent for the network, which is no node. */
export interface SceneFrame {
  readonly id: string;
  readonly rect: Rect;
  readonly title: string;
  readonly shownTitle: string;
  readonly facts: string;
  readonly node: TopologyNode | undefined;
  readonly members: readonly string[];
}

export interface SceneWire {
  readonly key: string;
  readonly edge: TopologyEdge;
  readonly path: WirePath;
  readonly look: Look;
  readonly label: string;
}

/** A node of the account that the file no longer has: a plan deletes it. */
export interface SceneGhost {
  readonly id: string;
  readonly rect: Rect;
}

/** Everything that is drawn, with its place: a function of the document and of nothing in the page. */
export interface Scene {
  readonly cards: ReadonlyMap<string, SceneCard>;
  readonly frames: ReadonlyMap<string, SceneFrame>;
  readonly network: SceneFrame | undefined;
  readonly wires: readonly SceneWire[];
  readonly ghosts: readonly SceneGhost[];
  readonly bounds: Rect | undefined;
}

/** Id of the network's frame; no node can have it. */
export const NETWORK = '@network';

/** Places everything. While cards are dragged, those stand where the pointer has them and frames follow. */
export function createScene(
  topology: Topology,
  placed: Placed,
  drag: ReadonlyMap<string, Position>,
  plan: StatusMessage['plan'],
  measure: Measure,
): Scene {
  const texts = cardTexts(topology, measure);
  const cards = new Map<string, SceneCard>();
  const members = new Map<string, string[]>();
  for (const [id, node] of topology.nodes) {
    if (node.kind?.place === 'frame') {
      members.set(id, members.get(id) ?? []);
      continue;
    }
    const text = texts.get(id);
    if (!text) continue;
    const at = drag.get(id) ?? placed.get(id) ?? { x: 0, y: 0 };
    cards.set(id, { id, node, text, rect: { x: at.x, y: at.y, width: text.width, height: CARD_HEIGHT } });
    const frame = frameOf(node, topology);
    if (frame === undefined) continue;
    const own = members.get(frame);
    if (own) own.push(id);
    else members.set(frame, [id]);
  }
  const frames = framesOf(topology, texts, members, cards, placed, drag, measure);
  const network = networkOf(topology, cards, frames);
  const wires = wiresOf(topology, cards);
  const drawn = boundsOf([
    ...[...cards.values()].map(({ rect }) => rect),
    ...[...frames.values()].map(({ rect }) => rect),
    ...(network ? [network.rect] : []),
  ]);
  const ghosts = ghostsOf(topology, plan, drawn);
  return {
    cards,
    frames,
    network,
    wires,
    ghosts,
    bounds: boundsOf([...(drawn ? [drawn] : []), ...ghosts.map(({ rect }) => rect)]),
  };
}

/** Padding, the icon before a frame's name and the mark of health behind it. */
const FRAME_ICONS = 80;

function framesOf(
  topology: Topology,
  texts: ReadonlyMap<string, CardText>,
  members: ReadonlyMap<string, readonly string[]>,
  cards: ReadonlyMap<string, SceneCard>,
  placed: Placed,
  drag: ReadonlyMap<string, Position>,
  measure: Measure,
): ReadonlyMap<string, SceneFrame> {
  const frames = new Map<string, SceneFrame>();
  for (const [id, own] of members) {
    const [node, text] = [topology.nodes.get(id), texts.get(id)];
    if (!node || !text) continue;
    const around = boundsOf(own.flatMap((member) => cards.get(member)?.rect ?? []));
    const at = drag.get(id) ?? placed.get(id) ?? { x: 0, y: 0 };
    const wanted = around
      ? grown(around, FRAME_PADDING, FRAME_HEADER)
      : { x: at.x, y: at.y, width: EMPTY_FRAME.width, height: EMPTY_FRAME.height };
    // As wide as its name and its icons; the kind is shown where there is room besides.
    const needed = FRAME_ICONS + measure(text.title, 'title');
    const rect = { ...wanted, width: Math.max(wanted.width, Math.min(Math.ceil(needed), 320)) };
    const shownTitle = middleEllipsis(text.title, 'title', rect.width - FRAME_ICONS, measure);
    const hasRoom = rect.width - needed > measure(text.kind, 'small') + 12;
    frames.set(id, {
      id,
      rect,
      title: text.title,
      shownTitle,
      facts: hasRoom ? text.kind : '',
      node,
      members: own,
    });
  }
  return frames;
}

function networkOf(
  topology: Topology,
  cards: ReadonlyMap<string, SceneCard>,
  frames: ReadonlyMap<string, SceneFrame>,
): SceneFrame | undefined {
  const inside = [...cards.values()].filter(({ node }) => node.kind?.place !== 'outside');
  const around = boundsOf([...inside, ...frames.values()].map(({ rect }) => rect));
  if (!around) return undefined;
  const { title, facts } = networkFacts(topology);
  return {
    id: NETWORK,
    // At least as wide as its two texts.
    rect: widened(grown(around, NETWORK_PADDING, NETWORK_HEADER), 320),
    title,
    shownTitle: title,
    facts,
    node: undefined,
    members: [...inside.map(({ id }) => id), ...frames.keys()],
  };
}

function widened(rect: Rect, width: number): Rect {
  return rect.width >= width ? rect : { ...rect, width };
}

/** What the top edge of the network says. */
export function networkFacts({ document }: Topology): { title: string; facts: string } {
  const network = memberOf(document, 'network');
  const region = memberOf(document, 'region');
  const where = typeof region === 'string' ? region : '';
  if (!isObject(network)) return { title: 'VPC', facts: 'no network chosen yet' };
  const [vpcId, cidr, subnets] = [
    memberOf(network, 'vpcId'),
    memberOf(network, 'cidr'),
    memberOf(network, 'subnetIds'),
  ];
  const name = typeof vpcId === 'string' ? vpcId : typeof cidr === 'string' ? cidr : '';
  const count = Array.isArray(subnets) ? subnets.length : 0;
  const amount = count === 0 ? 'no subnets' : count === 1 ? '1 subnet' : `${count} subnets`;
  const facts = typeof vpcId === 'string' ? amount : 'created with the stack';
  return { title: `VPC ${name}`.trim(), facts: [facts, where].filter(Boolean).join(' · ') };
}

function wiresOf(topology: Topology, cards: ReadonlyMap<string, SceneCard>): readonly SceneWire[] {
  const rects = [...cards.values()].map(({ rect }) => rect);
  const pairs = new Map<string, number>();
  return topology.edges.flatMap((edge): SceneWire[] => {
    const [source, target] = [cards.get(edge.from), cards.get(edge.to)];
    if (!source || !target || source === target) return [];
    const pair = `${edge.from}--${edge.to}`;
    const twin = pairs.get(pair) ?? 0;
    pairs.set(pair, twin + 1);
    const look = edge.accepted?.look ?? 'traffic';
    const label = shortLabel(edge);
    return [
      {
        // Two edges of one key are a fault of the file; both are drawn all the same.
        key: twin > 0 && edge.key === pair ? `${edge.key}#${edge.index}` : edge.key,
        edge,
        path: routeWire(source.rect, target.rect, look, rects, twin),
        look,
        label,
      },
    ];
  });
}

const GHOST_WIDTH = 208;

function ghostsOf(topology: Topology, plan: StatusMessage['plan'], bounds: Rect | undefined): SceneGhost[] {
  const gone = Object.entries(plan?.nodes ?? {})
    .filter(([id, { mark }]) => mark === 'delete' && !topology.nodes.has(id))
    .map(([id]) => id);
  const x = bounds?.x ?? 0;
  const y = bounds ? bounds.y + bounds.height + 48 : 0;
  return gone.map((id, index) => ({
    id,
    rect: { x: x + index * (GHOST_WIDTH + 32), y, width: GHOST_WIDTH, height: CARD_HEIGHT },
  }));
}

/** Errors and warnings by the node that shows them; what is only good to know stands in the inspector. */
export function problemsByNode(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const byNode = new Map<string, Problem[]>();
  for (const problem of problems) {
    if (problem.node === undefined || problem.severity === 'info') continue;
    const list = byNode.get(problem.node);
    if (list) list.push(problem);
    else byNode.set(problem.node, [problem]);
  }
  return byNode;
}
