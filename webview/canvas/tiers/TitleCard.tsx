import type { Node, NodeProps } from '@xyflow/react';
import { useCanvas, usePage } from '../../context';
import { HEALTH } from '../health';
import type { CardNode } from '../Card';
import { lookOf } from './look';
import { titleSize } from './titleSize';

export type TitleNode = Node<CardNode['data'], 'title'>;

/** A card too small to be read whole: its name, as large as there is room for. */
export function TitleCard({ id, data: { text, problems }, selected }: NodeProps<TitleNode>) {
  const { measure } = usePage();
  const look = useCanvas((canvas) => lookOf(id, canvas, problems));
  const state = useCanvas((canvas) => canvas.status?.nodes[id]?.state);
  const classes = ['card title-card', `look-${look}`, selected && 'selected'];
  return (
    <div className={classes.filter(Boolean).join(' ')} data-testid={`node-${id}`} title={text.title}>
      <span className="large-title" style={{ fontSize: titleSize(text, measure) }}>
        {text.shownTitle}
      </span>
      {state && <span className="hidden-text">{HEALTH[state].word}</span>}
    </div>
  );
}
