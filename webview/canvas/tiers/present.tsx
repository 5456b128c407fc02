import type { EdgeProps, NodeProps } from '@xyflow/react';
import { Card, type CardNode } from '../Card';
import { Frame, type FrameNode } from '../Frame';
import { Ghost } from '../Ghost';
import { Wire, type WireEdge } from '../Wire';
import { usePresence } from './presence';
import { TitleCard, type TitleNode } from './TitleCard';

/** Components by type of node and wire; those that are painted elsewhere say when they are in the page. */
export const NODE_TYPES = {
  card: PresentCard,
  title: PresentTitle,
  frame: PresentFrame,
  ghost: Ghost,
};
export const EDGE_TYPES = { wire: PresentWire };

function PresentCard(props: NodeProps<CardNode>) {
  usePresence(props.id);
  return <Card {...props} />;
}

function PresentTitle(props: NodeProps<TitleNode>) {
  usePresence(props.id);
  return <TitleCard {...props} />;
}

function PresentFrame(props: NodeProps<FrameNode>) {
  usePresence(props.id);
  return <Frame {...props} />;
}

function PresentWire(props: EdgeProps<WireEdge>) {
  usePresence(props.id);
  return <Wire {...props} />;
}
