import type { Rect, Position } from '../canvas/geometry';
import type { Measure } from '../canvas/measure';
import type { Scene } from '../canvas/scene';
import type { Spot } from '../gestures/steps';
import type { CanvasStore } from '../state';

/** The window through which the drawing is seen. Points of the page are client coordinates. */
export interface View {
  fit(): void;
  fitTo(rect: Rect): void;
  zoom(to: 'in' | 'out' | 'life'): void;
  /** Brings a card or wire into view, if it is not, and gives it the focus. */
  goTo(spot: Spot): void;
  /** Point of the drawing under a point of the page. */
  toDrawing(point: Position): Position;
  toPage(point: Position): Position;
  /** The middle of what is seen, on the page. */
  middle(): Position;
  /** Where the pointer is while it is over the drawing. */
  pointer(): Position | undefined;
  /** The first field of what is selected. */
  focusInspector(): void;
}

/** All that an action may look at and do. */
export interface Stage {
  readonly store: CanvasStore;
  readonly scene: Scene;
  readonly measure: Measure;
  readonly view: View;
  /** What has the focus, else what alone is selected. */
  spot(): Spot | undefined;
}

/** What a context menu was opened on. */
export type Place = 'card' | 'wire' | 'several' | 'canvas';

export const SECTIONS = ['Go', 'Add and connect', 'Edit', 'Select', 'Arrange', 'View'] as const;

/** Something that can be done with the drawing: menu, keyboard and list of keys all know it from here. */
export interface Action {
  readonly id: string;
  readonly title: string;
  readonly icon?: string;
  readonly section: (typeof SECTIONS)[number];
  /** As `isPressed` reads them; menus show the first. */
  readonly keys?: readonly string[];
  /** How a whole group of keys is called in the list. */
  readonly keyText?: string;
  /** The page or VS Code hears these keys itself; they are only listed. */
  readonly heardElsewhere?: true;
  readonly menus?: readonly Place[];
  /** Not while the file cannot be written. */
  readonly writes?: true;
  isPossible?(stage: Stage): boolean;
  run(stage: Stage, key: string): void;
}
