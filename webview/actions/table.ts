import type { Action, Place, Stage } from './action';
import { ADD } from './add';
import { ARRANGE } from './arrange';
import { EDIT } from './edit';
import { GO } from './go';
import { isPressed, type KeyPress } from './keys';
import { SEE } from './see';
import { SELECT } from './select';

/** All that can be done with the drawing. */
export const ACTIONS: readonly Action[] = [...GO, ...ADD, ...EDIT, ...SELECT, ...ARRANGE, ...SEE];

/** Whether an action can be done now. */
export function isPossible(action: Action, stage: Stage): boolean {
  if (action.writes && stage.store.getState().readOnly !== undefined) return false;
  return action.isPossible?.(stage) ?? true;
}

/** The action of a pressed key, and which of its keys it is. */
export function actionFor(event: KeyPress, stage: Stage): { action: Action; key: string } | undefined {
  for (const action of ACTIONS) {
    if (action.heardElsewhere) continue;
    const key = action.keys?.find((one) => isPressed(one, event));
    if (key !== undefined && isPossible(action, stage)) return { action, key };
  }
  return undefined;
}

/** What a context menu offers, in groups. */
export function menuOf(place: Place, stage: Stage): readonly (readonly Action[])[] {
  const offered = ACTIONS.filter((action) => action.menus?.includes(place) && isPossible(action, stage));
  const sections = new Set(offered.map(({ section }) => section));
  return [...sections].map((section) => offered.filter((action) => action.section === section));
}
