import type { CardText } from '../cardText';
import type { Measure } from '../measure';

/** The face that names are measured in, in pixels. */
const MEASURED = 13;
const LARGEST = 26;
/** Room at both sides. */
const PADDING = 24;

/** Pixels of the largest type in which a name fits its card by itself. */
export function titleSize({ shownTitle, width }: CardText, measure: Measure): number {
  const scale = (width - PADDING) / Math.max(1, measure(shownTitle, 'title'));
  return Math.min(LARGEST, Math.floor(MEASURED * scale));
}
