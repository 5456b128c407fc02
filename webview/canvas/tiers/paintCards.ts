import type { Rect } from '../geometry';
import type { SceneCard } from '../scene';
import type { Colours } from './colours';
import { lookOf, type CardLook } from './look';
import { READABLE_ZOOM, type Picture } from './paint';
import { titleSize } from './titleSize';

const RADIUS = 6;
const NONE = [] as const;

/** Colour of a card's border by what it tells. */
const BORDERS = {
  plain: 'line',
  ok: 'good',
  pending: 'pending',
  degraded: 'warn',
  broken: 'bad',
  faulty: 'bad',
  create: 'created',
  update: 'changed',
  replace: 'changed',
  delete: 'deleted',
} as const satisfies Record<CardLook, keyof Colours>;

/** The cards that are seen and not in the page: whole ones near, names in between, blocks far away. */
export function paintCards(context: CanvasRenderingContext2D, picture: Picture): void {
  const { scene, view, tier, state, problems, colours } = picture;
  for (const id of scene.cardsIn(view.area)) {
    const card = scene.cards.get(id);
    if (!card || picture.isPresent(id)) continue;
    const look = lookOf(id, state, problems.byNode.get(id) ?? NONE);
    const isSelected = state.selection.nodes.has(id);
    const border = isSelected ? colours.focus : colours[BORDERS[look]];
    if (view.zoom < READABLE_ZOOM) {
      paintBlock(context, card.rect, look === 'plain' && !isSelected ? colours.strong : border);
      continue;
    }
    paintBox(context, card.rect, border, isSelected || look === 'broken', colours);
    if (tier === 'near') paintText(context, card, colours);
    else paintTitle(context, card, picture);
  }
}

/** So small that its border would be all of it. */
function paintBlock(context: CanvasRenderingContext2D, { x, y, width, height }: Rect, fill: string): void {
  context.fillStyle = fill;
  context.fillRect(x, y, width, height);
}

function paintBox(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Rect,
  border: string,
  isThick: boolean,
  colours: Colours,
): void {
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, RADIUS);
  context.fillStyle = colours.raised;
  context.fill();
  context.lineWidth = isThick ? 2 : 1;
  context.strokeStyle = border;
  context.stroke();
}

/** As the style sheet sets a card; the icon comes with the element. */
function paintText(
  context: CanvasRenderingContext2D,
  { rect: { x, y, width }, text }: SceneCard,
  colours: Colours,
) {
  context.beginPath();
  context.roundRect(x + 12, y + 12, 28, 28, RADIUS);
  context.fillStyle = colours.sunken;
  context.fill();
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillStyle = colours.text;
  context.font = `600 13px ${colours.font}`;
  context.fillText(text.shownTitle, x + 50, y + 19);
  context.font = `11px ${colours.font}`;
  context.fillText(text.facts[0], x + 12, y + 62);
  context.fillStyle = colours.muted;
  context.fillText(text.kind, x + 50, y + 35.5);
  context.textAlign = 'right';
  context.fillText(text.facts[1], x + width - 12, y + 62);
}

function paintTitle(context: CanvasRenderingContext2D, { rect, text }: SceneCard, picture: Picture) {
  const { colours, measure } = picture;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.fillStyle = colours.text;
  context.font = `600 ${titleSize(text, measure)}px ${colours.font}`;
  context.fillText(text.shownTitle, rect.x + rect.width / 2, rect.y + rect.height / 2);
}
