import { isObject, memberOf } from '../../src/model/json';
import type { Topology } from '../../src/model/topology';
import type { CardText } from './cardText';
import { boundsOf, contains, grown, type Position, type Rect } from './geometry';
import { EMPTY_FRAME, FRAME_HEADER, FRAME_PADDING, NETWORK_HEADER, NETWORK_PADDING } from './layout';
import { middleEllipsis, type Measure } from './measure';
import { NETWORK, type SceneCard, type SceneFrame, type SceneWire } from './scene';

/** Padding, the icon before a frame's name and the mark of health behind it. */
const FRAME_ICONS = 80;
/** From the end of a wire's text to the edge of the network. */
const LABEL_ROOM = 24;

/** A frame around its cards, or an empty one where it was put. */
export function frameAround(
  id: string,
  members: readonly string[],
  at: Position,
  topology: Topology,
  texts: ReadonlyMap<string, CardText>,
  cards: ReadonlyMap<string, SceneCard>,
  measure: Measure,
): SceneFrame | undefined {
  const [node, text] = [topology.nodes.get(id), texts.get(id)];
  if (!node || !text) return undefined;
  const around = boundsOf(members.flatMap((member) => cards.get(member)?.rect ?? []));
  const wanted = around
    ? grown(around, FRAME_PADDING, FRAME_HEADER)
    : { x: at.x, y: at.y, width: EMPTY_FRAME.width, height: EMPTY_FRAME.height };
  // As wide as its name and its icons; the kind is shown where there is room besides.
  const needed = FRAME_ICONS + measure(text.title, 'title');
  const rect = { ...wanted, width: Math.max(wanted.width, Math.min(Math.ceil(needed), 320)) };
  const shownTitle = middleEllipsis(text.title, 'title', rect.width - FRAME_ICONS, measure);
  const hasRoom = rect.width - needed > measure(text.kind, 'small') + 12;
  return { id, rect, title: text.title, shownTitle, facts: hasRoom ? text.kind : '', node, members };
}

/** The frame around everything in the network; undefined around nothing. */
export function networkAround(
  topology: Topology,
  cards: ReadonlyMap<string, SceneCard>,
  frames: ReadonlyMap<string, SceneFrame>,
  wiresIn: (area: Rect) => readonly SceneWire[],
  measure: Measure,
): SceneFrame | undefined {
  const members: string[] = [];
  const rects: Rect[] = [];
  for (const { id, node, rect } of cards.values()) {
    if (node.kind?.place === 'outside') continue;
    members.push(id);
    rects.push(rect);
  }
  for (const { id, rect } of frames.values()) {
    members.push(id);
    rects.push(rect);
  }
  const around = boundsOf(rects);
  if (!around) return undefined;
  const { title, facts } = networkFacts(topology);
  const room = grown(around, NETWORK_PADDING, NETWORK_HEADER);
  const beside = { ...around, x: around.x + around.width, width: NETWORK_PADDING };
  const labels = wiresIn(beside).flatMap((wire) => labelIn(wire, beside, measure));
  // At least as wide as its two texts.
  const rect = widened(boundsOf([room, ...labels]) ?? room, 320);
  return { id: NETWORK, rect, title, shownTitle: title, facts, node: undefined, members };
}

/** Room for the text of a wire that leads around the cards on their right. */
function labelIn({ label, path }: SceneWire, beside: Rect, measure: Measure): Rect[] {
  const { x, y } = path.label;
  if (label === '' || !contains(beside, path.label)) return [];
  return [{ x, y, width: measure(label, 'mono') / 2 + LABEL_ROOM, height: 0 }];
}

function widened(rect: Rect, width: number): Rect {
  return rect.width >= width ? rect : { ...rect, width };
}

/** What the top edge of the network says. */
function networkFacts({ document }: Topology): { title: string; facts: string } {
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
