import * as z from '../zod';
import { editSchema, fieldTarget, type Edit } from './edit';
import type { JsonObject, JsonValue } from './json';
import type { DetailList } from './liveDetails';
import type { Problem } from './problem';

const json: z.ZodType<JsonValue> = z.json();

/** What crosses between extension host and webview. Messages to the host are parsed on arrival: webviews are not trusted. */
export const fromWebview = z.discriminatedUnion('type', [
  /** The page listens; the host answers with all it knows. */
  z.object({ type: z.literal('ready') }),
  /** A finished gesture. Each `seq` is acknowledged once, by `document` or by `refused`. */
  z.object({ type: z.literal('edit'), seq: z.int(), edit: editSchema }),
  /** What is typed and not yet written, so that a save from elsewhere can write it; absent value: nothing any more. */
  z.object({
    type: z.literal('draft'),
    draft: z
      .object({
        target: fieldTarget,
        path: z.array(z.union([z.string(), z.int()])),
        value: json.optional(),
      })
      .nullable(),
  }),
  /** What is looked at closely, a node by its id or a wire by its key; null: nothing alone. */
  z.object({ type: z.literal('inspect'), hop: z.string().nullable() }),
  /** A button or key that VS Code has a command for. */
  z.object({
    type: z.literal('command'),
    command: z.enum([
      'undo',
      'redo',
      'save',
      'plan',
      'deploy',
      'destroy',
      'sendRequest',
      'tailLogs',
      'exec',
      'blackBox',
      'selectConnection',
      'startSandbox',
      'openText',
      'revealInText',
      'copyInvokeUrl',
      'refresh',
      'cancelDeploy',
      'selectEnvironment',
    ]),
    /** Node that it is about, where it is about one. */
    node: z.string().optional(),
    /** Name of a saved request, for `sendRequest`. */
    request: z.string().optional(),
    /** ARN of a task, for `tailLogs`. */
    task: z.string().optional(),
    /** JSON Pointer, for `revealInText`. */
    path: z.string().optional(),
    /** For `selectEnvironment`; null for the base. */
    environment: z.string().nullable().optional(),
  }),
]);
export type FromWebview = z.output<typeof fromWebview>;

/** The document as the host has it now. */
export interface DocumentMessage {
  readonly type: 'document';
  /** Undefined when the text has never parsed. */
  readonly document: JsonValue | undefined;
  readonly problems: readonly Problem[];
  /** Why the drawing is older than the text or cannot be written, in a sentence. */
  readonly readOnly: string | undefined;
  /** The text does not parse: the drawing is older than it, and there is nothing that could be deployed. */
  readonly isStale: boolean;
  readonly fileName: string;
  /** The environment that is shown; undefined for the base. */
  readonly environment: string | undefined;
  /** The last edit of this webview that the document contains. */
  readonly ackedSeq: number;
}

export type HealthState = 'ok' | 'pending' | 'degraded' | 'broken' | 'unknown';

/** Health of a node or of an edge (`<from>--<to>`), in AWS's words. */
export interface HopStatus {
  readonly state: HealthState;
  /** A word or two beside the mark on the card: `2/2 running`. */
  readonly summary?: string;
  /** AWS's own reason. */
  readonly reason?: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** How far a change of a running deploy or destroy is. */
export interface NodeProgress {
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped';
  /** `Creating load balancer · 42 s`. */
  readonly text: string;
  /** What it is busy with: `Creating load balancer`. */
  readonly step?: string;
  /** Since that began. */
  readonly seconds?: number;
  /** How many it will probably take; absent once it takes longer. */
  readonly expected?: number;
}

export type PlanMark = 'create' | 'update' | 'replace' | 'delete';

/** One thing that a plan does, as the canvas shows it. */
export interface PlannedChange {
  readonly action: PlanMark;
  readonly node: string;
  /** What it is, in words: `load balancer nlb-users`. */
  readonly what: string;
  readonly reason?: string;
  /** What does not work meanwhile, and for about how long. */
  readonly interruption?: string;
  /** Of a delete: what has to go before it. */
  readonly holders?: readonly string[];
  readonly properties: readonly PlannedProperty[];
}

export interface PlannedProperty {
  readonly path: string;
  /** In words, values of variables too: only the editor shows them. */
  readonly before: string;
  readonly after: string;
  /** AWS cannot change it in place. */
  readonly replaces?: true;
  /** Somebody changed it in the account. */
  readonly drift?: true;
  /** The edit of the file after which it asks for what the account has, where one field says it. */
  readonly take?: Edit;
}

/** All that is known of the deployed stack; absent members are unknown, not empty. */
export interface StatusMessage {
  readonly type: 'status';
  readonly connection: {
    readonly label: string;
    readonly kind: 'none' | 'aws' | 'endpoint' | 'sandbox';
    readonly account?: string;
    readonly region?: string;
  };
  readonly nodes: Readonly<Record<string, HopStatus>>;
  readonly edges: Readonly<Record<string, HopStatus>>;
  /** What is behind the node or wire that is inspected, where something of it is in the account. */
  readonly inspected?: { readonly hop: string; readonly lists: readonly DetailList[] };
  /** Ids of nodes of which something is in the account. */
  readonly deployed?: readonly string[];
  /** Node or edge key of the first broken hop from the client. */
  readonly brokenHop?: string;
  readonly invokeUrl?: string;
  /** It could not be seen anew; with `since`, when it was true, in milliseconds since the epoch. */
  readonly stale?: { readonly since?: number; readonly reason: string };
  /** A running deploy or destroy. */
  readonly run?: {
    readonly kind: 'deploy' | 'destroy' | 'rollback';
    readonly done: number;
    readonly total: number;
    readonly seconds: number;
    /** Seconds until it is over, probably. */
    readonly remaining?: number;
    readonly nodes: Readonly<Record<string, NodeProgress>>;
  };
  /** The last plan, until the document changes or it is discarded. */
  readonly plan?: {
    readonly summary: Readonly<Record<PlanMark, number>>;
    readonly kind: 'deploy' | 'destroy';
    readonly nodes: Readonly<Record<string, { readonly mark: PlanMark; readonly text: string }>>;
    /** By `<from>--<to>`: what it does with what a wire has become. */
    readonly edges: Readonly<Record<string, PlanMark>>;
    /** In the order in which they begin; of a teardown that in which things go. */
    readonly changes: readonly PlannedChange[];
  };
  /** Answer of the last test request. */
  readonly response?: {
    readonly request: string;
    readonly ok: boolean;
    readonly status?: number;
    readonly latencyMs?: number;
    readonly body?: string;
    readonly error?: string;
    /** Node id or key of the wire where the request died. */
    readonly hop?: string;
  };
}

/** What has changed of the status that the page has: a merge patch (RFC 7396). */
export interface StatusChange {
  readonly type: 'statusChange';
  readonly patch: JsonObject;
}

export type ToWebview = PageMessage | StatusChange;

/** What a page works with, once changes are put into what it knew. */
export type PageMessage =
  | DocumentMessage
  | StatusMessage
  /** The edit did not fit the document any more. */
  | { readonly type: 'refused'; readonly seq: number; readonly reason: string }
  /** Write what is typed, then say so by the `edit` and a `draft` of null: a save is coming. */
  | { readonly type: 'commit' }
  /** Select a node, or the edge at an index of the file, and bring it into view. */
  | ({ readonly type: 'reveal' } & ({ readonly node: string } | { readonly edge: number }));
