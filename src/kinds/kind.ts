import type { Ref } from '../engine/resource';
import type * as z from '../zod';
import type { Nameable, Names } from './names';
import type { Reference, TopologyResource } from './resourceTypes';

/**
 * What a node can offer to the wires that enter it. An edge is legal when its source accepts a capability that its
 * target provides; nobody keeps a matrix of kinds.
 */
export interface Offers {
  /** Can be called by a client. */
  httpApi: HttpApiOffer;
  /** Carries an API's requests into the VPC. */
  apiLink: ApiLinkOffer;
  /** Answers HTTP inside the VPC, reached through a link. */
  httpTarget: HttpTargetOffer;
  /** Listens on TCP ports. */
  tcpService: TcpServiceOffer;
  /** Keeps names of services. */
  registry: RegistryOffer;
  /** Runs services; joined by a field, never by a wire. */
  cluster: { readonly arn: Reference; readonly name: string };
}
export type Capability = keyof Offers;

export interface HttpApiOffer {
  /** Whether a route takes the request; undefined while there is no route at all. */
  answers(method: string, path: string): boolean | undefined;
  /** The image that gets the request, where it is one that answers every path alike. */
  indifferent(method: string, path: string): string | undefined;
}

export interface ApiLinkOffer {
  /** Every route that the link makes in the API; its stage is created after them. */
  readonly routes: readonly OfferedRoute[];
}

export interface OfferedRoute {
  readonly id: Ref;
  readonly key: string;
  /** What the route says for itself; the API's own where absent. */
  readonly auth?: 'none' | 'iam' | 'jwt';
  readonly scopes?: readonly string[];
  readonly throttle?: { readonly rate: number; readonly burst: number };
  /** The image that answers, where it is one that answers every path alike. */
  readonly indifferent?: string;
  /** The wire that says it, and where in it, so that the API can speak about it. */
  readonly edge: GraphEdge;
  readonly path: FieldPath;
  /** What adds another route that goes the same way. */
  beside(key: string, options?: { auth?: 'none' }): Fix;
  /** What gives this route another key; undefined where more hangs on the key. */
  withKey(key: string): Fix | undefined;
}

export interface HttpTargetOffer {
  readonly securityGroup: Ref;
  /** One place to send requests to for each port that the target answers on. */
  readonly endpoints: readonly {
    /** The listener's port, by which a route chooses among several. */
    readonly port: number;
    readonly uri: Reference;
    /** The image behind it, where it is one that answers every path alike. */
    readonly indifferent?: string | undefined;
  }[];
}

export interface TcpServiceOffer {
  /** The id that names made of the service carry. */
  readonly origin: string;
  readonly securityGroup: Ref;
  /** The port of the service's own container. */
  readonly port: number;
  /** The container that listens on a port, main or sidecar. */
  containerOn(port: number): string | undefined;
  /** The image that listens on a port, where it is one that answers every path alike. */
  indifferentOn(port: number): string | undefined;
  /** How many tasks are to run. */
  readonly tasks: number;
  /** Which ports containers listen on, the service's own first. */
  readonly ports: readonly number[];
  /** `<service>.<namespace>`, when the service is registered. */
  readonly host: string | undefined;
  readonly health: HealthCheckOffer;
  /** Seconds that a load balancer waits before it forgets a task that stops. */
  readonly deregistrationDelay: number;
}

export interface HealthCheckOffer {
  readonly path?: string;
  readonly port?: number;
  readonly interval: number;
  readonly timeout: number;
  readonly healthy: number;
  readonly unhealthy: number;
}

export interface RegistryOffer {
  readonly namespaceId: Reference;
  /** The domain, e.g. `micro.local`. */
  readonly domain: string;
}

/** What the source of an edge gives to its target. */
export interface Gifts {
  httpApi: object;
  apiLink: ApiLinkGift;
  httpTarget: object;
  tcpService: {
    /** Set by load balancers: the service registers its tasks there. */
    readonly targetGroup?: { readonly arn: Ref; readonly port: number; readonly listener: Ref };
  };
  registry: object;
  cluster: object;
}

/** What a link must know of an API to make integrations and routes in it. */
export interface ApiLinkGift {
  /** Node id, by which a route chooses among several. */
  readonly api: string;
  /** The id that names made of the API carry. */
  readonly origin: string;
  readonly apiId: Ref;
  /** The stage name stays in the path that the backend sees. */
  readonly keepStagePath: boolean;
  readonly auth: 'none' | 'iam' | 'jwt';
  readonly authorizerId: Ref | undefined;
}

/** A node as the planner sees it: its fields with defaults. */
export interface GraphNode<Config = Record<string, unknown>> extends Nameable {
  readonly id: string;
  readonly kind: string;
  readonly config: Config;
}

/** An edge whose source accepts, and whose target provides, `capability`. */
export interface GraphEdge<Config = unknown, C extends Capability = Capability> {
  readonly from: string;
  readonly to: string;
  readonly capability: C;
  readonly config: Config;
}

/** How a network that the stack owns lets its tasks out. */
export type Egress = 'nat' | 'endpoints' | 'none';

/** The one network of a topology, there already or made with it: who is to be where. */
export interface Network {
  readonly vpcId: Reference;
  /** By who goes there, each in an order that depends on nothing but the file. */
  readonly subnets: {
    readonly tasks: readonly Reference[];
    readonly loadBalancers: readonly Reference[];
    readonly links: readonly Reference[];
  };
  /** Undefined where only the account knows. */
  readonly egress: Egress | undefined;
  /**
   * What has to be there before tasks reach services of AWS, by the names that their endpoints carry (`ecr.api`). Who
   * waits for it asks for it to be made.
   */
  wayTo(services: readonly string[]): readonly Ref[];
}

/** What is drawn around a node: valid nodes and edges only. Edge queries keep the order of the file. */
export interface Drawing {
  node(id: string): GraphNode | undefined;
  edgesFrom<C extends Capability>(id: string, capability: C): readonly GraphEdge<unknown, C>[];
  edgesTo<C extends Capability>(id: string, capability: C): readonly GraphEdge<unknown, C>[];
}

/**
 * The drawing with all that planning needs to know besides. Rules look around in the same way; for them names and
 * network are stand-ins where the file has none.
 */
export interface Graph extends Drawing {
  readonly names: Names;
  readonly network: Network;
  readonly permissionsBoundary: string | undefined;
  /** What the ARNs of the region's resources begin with after `arn:`. */
  readonly partition: string;
  /** What the target of the edge offers to it. */
  offer<C extends Capability>(edge: GraphEdge<unknown, C>): Offers[C];
  /** What a node offers to one that names it in a field; undefined where there is no such node. */
  offerOf<C extends Capability>(id: string, capability: C): Offers[C] | undefined;
  /** What the source of the edge gives to its target. */
  gift<C extends Capability>(edge: GraphEdge<unknown, C>): Gifts[C];
}

// Method signatures, because the registry holds kinds of every config and hands each its own nodes only.
interface Functions<Config, C extends Capability> {
  offer(node: GraphNode<Config>, graph: Graph, edge?: GraphEdge): Offers[C];
  give(edge: GraphEdge, graph: Graph, node: GraphNode<Config>): Gifts[C];
}
type Offer<Config, C extends Capability> = Functions<Config, C>['offer'];
type Give<Config, C extends Capability> = Functions<Config, C>['give'];

/** Where a field stands inside its node or edge; empty for the whole of it. */
export type FieldPath = readonly (string | number)[];

/** What mends a fault: a value to write, or without one a field to remove. */
export interface Fix {
  readonly title: string;
  readonly path: FieldPath;
  readonly value?: unknown;
}

/** Something to say about a node or an edge, beyond what its schema says. */
export interface Finding {
  readonly severity: 'error' | 'warning' | 'info';
  /** Trap id (`T2`) or kebab-case. */
  readonly code: string;
  /** A sentence or two that name the fault and the remedy. */
  readonly message: string;
  readonly path: FieldPath;
  /** Where one remedy is obvious. */
  readonly fix?: Fix;
  /** The edge that it is about, where that is not what was checked; `path` and `fix` are inside it. */
  readonly edge?: GraphEdge;
  /**
   * True of what follows from something that is not there. It is kept back while a node or edge does not fit its
   * schema: that may be what is missed.
   */
  readonly absence?: true;
}

/**
 * Members that people bring along from a guide or from another tool, with why there is no place for them. They are
 * errors, and the fix takes them away.
 */
export type Refusals = Readonly<Record<string, Pick<Finding, 'code' | 'message'>>>;

/** A name that only one of all nodes may have. */
export interface Claim {
  /** As AWS compares it. */
  readonly name: string;
  /** Where it must be unique, to stand behind `in`: `this account and region`. */
  readonly scope: string;
}

/** A wire that may leave a node of this kind. */
export interface AcceptedEdge<Config, C extends Capability = Capability> {
  readonly capability: C;
  /** What the wire can be told, besides `from` and `to`. */
  readonly schema: z.ZodObject;
  readonly refuses?: Refusals;
  /** True where wires to the same target are told apart by their `listener`. */
  readonly byListener?: boolean;
  /** Why AWS takes only one such wire per node, in a sentence. */
  readonly single?: string;
  readonly gives?: Give<Config, C>;
  /** Faults of a wire that only its surroundings show. */
  check?(edge: GraphEdge<never, C>, graph: Graph): Finding[];
  /** Paths of fields that name a node; `*` stands for any index. */
  readonly mentions?: readonly (readonly string[])[];
  /** What a wire starts with when it is drawn, by the ids of its ends. */
  initial?(ends: { readonly from: string; readonly to: string }): Record<string, string | string[]>;
  /** Text on the wire; empty for none. */
  label?(config: never): string;
  /** `registration` is drawn dashed and muted, it is no traffic. */
  readonly look?: 'traffic' | 'call' | 'registration';
}

/** Facts about one sort of node, for canvas, validation and planning alike. */
export interface Kind<Name extends string = string, Schema extends z.ZodObject = z.ZodObject> {
  readonly kind: Name;
  /** AWS's name for it, sentence case. */
  readonly title: string;
  /** What the id of a new node begins with. */
  readonly stem: string;
  /** One sentence: what it is for. */
  readonly description: string;
  /** Where it stands in the drawing; a frame is drawn around its members. */
  readonly place: 'outside' | 'network' | 'frame';
  /** Fields of the node without `kind` and `title`, which all share. */
  readonly schema: Schema;
  readonly refuses?: Refusals;
  /** What a node dropped from the palette starts with. */
  readonly initial: Partial<z.input<Schema>>;
  /** Fields that name another node, and what that node must provide. */
  readonly mentions?: readonly { readonly field: string; readonly capability: Capability }[];
  readonly provides: { readonly [C in Capability]?: Offer<z.output<Schema>, C> };
  readonly accepts: readonly { [C in Capability]: AcceptedEdge<z.output<Schema>, C> }[Capability][];
  /** The two facts on the card: left and right, each at most a few words. */
  facts(
    config: z.output<Schema>,
    counts: { readonly out: number; readonly in: number },
  ): readonly [string, string];
  /** Faults that a schema cannot tell. */
  check?(node: GraphNode<z.output<Schema>>, graph: Graph): Finding[];
  /** Names in AWS that another node cannot have as well. */
  claims?(node: GraphNode<z.output<Schema>>, graph: Graph): Claim[];
  /** The node and the edges that leave it, as AWS objects. */
  resources(node: GraphNode<z.output<Schema>>, graph: Graph): TopologyResource[];
}

/** Declares a kind; keeps its name and schema as types. */
export function defineKind<const Name extends string, Schema extends z.ZodObject>(
  kind: Kind<Name, Schema>,
): Kind<Name, Schema> {
  return kind;
}
