import type { PlanMark } from '../../../src/model/protocol';
import type { Rect } from '../geometry';
import type { Measure } from '../measure';
import type { SceneCard } from '../scene';
import type { Colours } from './colours';
import type { Display, ShownCard } from './display';
import type { CardLook } from './look';
import { READABLE_ZOOM, type Context2D } from './paint';
import { paintIcon } from './paintIcon';
import { titleSize } from './titleSize';

const RADIUS = 6;
/** Pixels of a badge beside its text, and before it; its icon is a dot here. */
const BADGE = { beside: 28, icon: 21, height: 18 } as const;

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

/** The cards that are seen: whole ones near, names in between, blocks far away. */
export function paintCards(context: Context2D, display: Display, zoom: number, measure: Measure): void {
  const { cards, tier, colours } = display;
  for (const shown of cards) {
    const { card, look, isSelected } = shown;
    const border = isSelected ? colours.focus : colours[BORDERS[look]];
    if (zoom < READABLE_ZOOM) {
      paintBlock(context, card.rect, look === 'plain' && !isSelected ? colours.strong : border);
      continue;
    }
    paintBox(context, card.rect, border, isSelected || look === 'broken', colours);
    if (tier === 'near') {
      paintText(context, card, colours);
      paintBadges(context, shown, colours, measure);
    } else paintTitle(context, card, colours, measure);
  }
}

/** So small that its border would be all of it. */
function paintBlock(context: Context2D, { x, y, width, height }: Rect, fill: string): void {
  context.fillStyle = fill;
  context.fillRect(x, y, width, height);
}

function paintBox(
  context: Context2D,
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
function paintText(context: Context2D, { rect: { x, y, width }, text, node }: SceneCard, colours: Colours) {
  context.beginPath();
  context.roundRect(x + 12, y + 12, 28, 28, RADIUS);
  context.fillStyle = colours.sunken;
  context.fill();
  context.strokeStyle = colours.text;
  paintIcon(context, node.kindName ?? '', x + 17, y + 17, 18);
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

/** What a plan does with a card, and how much is wrong with it, where the element has its buttons for both. */
function paintBadges(
  context: Context2D,
  { card: { rect }, look, problems }: ShownCard,
  colours: Colours,
  measure: Measure,
): void {
  const badge = (text: string, colour: string, x: number, y: number) => {
    context.beginPath();
    context.roundRect(x + 0.5, y + 0.5, measure(text, 'small') + BADGE.beside - 1, BADGE.height - 1, 9);
    context.fillStyle = colours.ground;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = colour;
    context.stroke();
    context.beginPath();
    context.arc(x + 11, y + 9, 4, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.textAlign = 'left';
    context.fillText(text, x + BADGE.icon, y + 9.5);
  };
  context.font = `11px ${colours.font}`;
  if (isMark(look)) {
    const width = measure(look, 'small') + BADGE.beside;
    badge(look, colours[BORDERS[look]], rect.x + rect.width - 9 - width, rect.y - 9);
  }
  if (problems > 0) {
    badge(
      String(problems),
      look === 'faulty' ? colours.bad : colours.warn,
      rect.x + 11,
      rect.y + rect.height - 10,
    );
  }
}

function isMark(look: CardLook): look is PlanMark {
  return look === 'create' || look === 'update' || look === 'replace' || look === 'delete';
}

function paintTitle(context: Context2D, { rect, text }: SceneCard, colours: Colours, measure: Measure) {
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.fillStyle = colours.text;
  context.font = `600 ${titleSize(text, measure)}px ${colours.font}`;
  context.fillText(text.shownTitle, rect.x + rect.width / 2, rect.y + rect.height / 2);
}
