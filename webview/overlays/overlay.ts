import type { Edit } from '../../src/model/edit';
import type { Position } from '../canvas/geometry';

/** What can float over the drawing, one at a time. `at` is in client coordinates. */
export type Overlay =
  /** A box to type into what is to be added: where it opens, else beside a card, to which it is wired. */
  | {
      readonly type: 'add';
      readonly at: Position;
      readonly beside?: string;
      /** Only what a wire from that card can lead to. */
      readonly behind?: boolean;
    }
  /** Choosing where a wire from a card leads. */
  | { readonly type: 'connect'; readonly from: string; readonly at: Position }
  /** Choosing where an end of a wire goes. */
  | { readonly type: 'reconnect'; readonly edge: string; readonly at: Position }
  | { readonly type: 'arrange'; readonly at: Position }
  | { readonly type: 'search' }
  | { readonly type: 'menu'; readonly at: Position }
  | { readonly type: 'keys' }
  /** Tidying up would move cards that were placed by hand. */
  | { readonly type: 'tidy'; readonly edit: Edit; readonly byHand: number };
