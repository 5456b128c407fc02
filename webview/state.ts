import type { StoreApi } from 'zustand/vanilla';
import type { Registry } from '../src/kinds/index';
import type { Edit, FieldTarget } from '../src/model/edit';
import type { JsonPath, JsonValue } from '../src/model/json';
import type { Problem } from '../src/model/problem';
import type { FromWebview, StatusMessage, PageMessage } from '../src/model/protocol';
import type { Topology } from '../src/model/topology';
import type { Position } from './canvas/geometry';
import type { Placed } from './canvas/layout';
import type { WireEnd } from './gestures/reconnect';
import type { Spot } from './gestures/steps';
import type { Wiring } from './gestures/wiring';
import type { Overlay } from './overlays/overlay';

/** What is typed into a field and not yet written. There is one at most: leaving a field writes it. */
export interface Draft {
  readonly target: FieldTarget;
  readonly path: JsonPath;
  readonly text: string;
  /** What writes it; undefined while it says what the document says already. */
  readonly edit: Edit | undefined;
}

export interface Selection {
  readonly nodes: ReadonlySet<string>;
  /** Keys of wires. */
  readonly edges: ReadonlySet<string>;
}

/** A sentence for whoever just did something, spoken too. */
export interface Notice {
  readonly text: string;
  readonly tone: 'info' | 'error';
  /** Tells one from the next with the same words. */
  readonly serial: number;
}

type Command = Extract<FromWebview, { type: 'command' }>;

/** What a card was asked about, with one click on its mark. */
export interface Detail {
  readonly node: string;
  readonly about: 'plan' | 'problems';
}

/** Client coordinates. */
export interface Newcomer extends Position {
  readonly kind: string;
  /** The wires that it gets when it is dropped here. */
  readonly wiring: Wiring;
}

export interface CanvasState {
  /** False until the host has told what the file says. */
  readonly loaded: boolean;
  /** The file as the host has it, with its base and all environments. */
  readonly document: JsonValue | undefined;
  /** Which of them is shown and edited; undefined for the base. */
  readonly environment: string | undefined;
  readonly fileName: string;
  readonly readOnly: string | undefined;
  /** The text does not parse, and the drawing is older. */
  readonly isStale: boolean;
  /** Of what is shown. */
  readonly problems: readonly Problem[];
  readonly pending: readonly { readonly seq: number; readonly edit: Edit }[];
  /** The document with the pending edits: what is drawn. */
  readonly topology: Topology;
  /** Where cards stand: by hand, or by the layout for as long as the page lives. */
  readonly placed: Placed;
  /** Where cards stood that are not drawn now: taken away, or left out of what is shown. */
  readonly stood: Placed;
  /** Where dragged cards are right now. */
  readonly drag: ReadonlyMap<string, Position>;
  /** The frame that takes what is dragged, were it dropped now. */
  readonly dropFrame: string | undefined;
  /** A kind on its way from the palette, and where the pointer is. */
  readonly newcomer: Newcomer | undefined;
  readonly selection: Selection;
  readonly draft: Draft | undefined;
  readonly renaming: string | undefined;
  /** Shown beside its card until one does something else. */
  readonly detail: Detail | undefined;
  readonly status: StatusMessage | undefined;
  /** The plan that was put aside; another one shows again. */
  readonly discardedPlan: StatusMessage['plan'];
  readonly notice: Notice | undefined;
  /** What was done last, for who hears the page. */
  readonly announcement: string;
  /** What floats over the drawing and has the keyboard: a box to type into, a menu, a question. */
  readonly overlay: Overlay | undefined;
  readonly minimap: boolean;
  /** The wire whose end is being dragged to another card. */
  readonly rewiring: { readonly key: string; readonly end: WireEnd } | undefined;
  /** What to bring into view, as asked by the host. */
  readonly reveal: Spot | undefined;
}

export interface CanvasActions {
  /** Draws an edit of what is shown at once and tells the host. False when it does not fit; a notice says why. */
  edit(edit: Edit): boolean;
  /** As `edit`, of the file itself, whatever is shown: the remedy of a problem. */
  mend(edit: Edit): boolean;
  type(draft: Draft): void;
  /** Writes what is typed, if anything is. */
  commit(): void;
  /** Takes back what is typed and not written; false when there is nothing. */
  dropDraft(): boolean;
  command(command: Command['command'], about?: Omit<Command, 'type' | 'command'>): void;
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  /** Tells the host what is looked at closely: a node by its id, a wire by its key. */
  inspect(hop: string | undefined): void;
  dragTo(positions: ReadonlyMap<string, Position>, dropFrame?: string): void;
  bring(newcomer: Newcomer | undefined, dropFrame?: string): void;
  rename(node: string | undefined): void;
  explain(detail: Detail | undefined): void;
  say(text: string, tone?: Notice['tone']): void;
  hush(): void;
  announce(text: string): void;
  /** Opens an overlay in place of another, or closes it. */
  show(overlay: Overlay | undefined): void;
  toggleMinimap(): void;
  rewire(rewiring: CanvasState['rewiring']): void;
  discardPlan(): void;
  receive(message: PageMessage): void;
}

export type Canvas = CanvasState & { readonly registry: Registry; readonly actions: CanvasActions };
export type CanvasStore = StoreApi<Canvas>;
