import type { Resolved } from './resource';

/** One object in the account that carries the mark of our stack. */
export interface Found {
  /** Which resource of the stack it is (`ecs-topology:resource`). */
  readonly id: string;
  readonly type: string;
  /** What AWS's calls take: an ARN or an id. */
  readonly physicalId: string;
  /** When we created it (`ecs-topology:created`), ISO 8601. The oldest of several is the one that counts. */
  readonly created: string;
  /** What the file asked when we last wrote it (`ecs-topology:applied`); absent on what has no tags of its own. */
  readonly applied?: string;
  /** People's own tags; absent where they are not read. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Properties as read, in the shape that the topology asks for them. What the answer lacks is absent. */
  readonly props: Readonly<Record<string, unknown>>;
  /** What references to it get. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Physical ids and attribute values of what it points to; it must go, or let go, before those can be deleted. */
  readonly pointsTo: readonly string[];
}

/** What a call that wrote something knows afterwards. */
export interface Written {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Whether something can be used. `pending` and `failed` carry AWS's own reason. `superseded`: another run has written it
 * since, so that waiting for what was asked makes no sense; a further look tells what has become of it.
 */
export type Health =
  | { readonly state: 'ready' }
  | { readonly state: 'superseded' }
  | { readonly state: 'pending'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string };

/** Seconds that things usually take. */
export interface Expected {
  /** From the first call of a create to its end. */
  readonly make?: number;
  /** From there until it is ready by itself; whatever it refers to has to be ready too. */
  readonly ready?: number;
  /** The same after an update. */
  readonly updated?: number;
  /** From the first call of a delete until it is gone. */
  readonly gone?: number;
}

/** What somebody else made, as a file names it. */
export interface Sought<Props> {
  readonly id: string;
  /** Name, id or ARN. */
  readonly name: string;
  /** The VPC that it must be in; undefined where that is not known or does not matter. */
  readonly vpcId: string | undefined;
  /** What the file says of it besides. */
  readonly props: Resolved<Props>;
}

export interface CreateRequest<Props> {
  readonly id: string;
  readonly props: Resolved<Props>;
  /** Ownership tags, to be set by the create call itself. */
  readonly marks: Marks;
}

export interface UpdateRequest<Props> extends CreateRequest<Props> {
  readonly found: Found;
  /** Dotted paths of the properties that differ; empty when only its tags are not as they should be. */
  readonly changed: readonly string[];
  /** Its tags, ours or people's, have to be written anew. */
  readonly remark: boolean;
}

/** Something that is not ours, where something of ours would go. */
export interface Obstacle {
  /** Names it and the remedy, in a sentence. */
  readonly message: string;
  /** False where AWS does not tell whether it is in the way. */
  readonly certain: boolean;
}

export interface DeleteOptions {
  /** Told what the thing waits for before it can go, in AWS's words or with what holds it. */
  readonly waiting?: (reason: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** The tags by which we know what is ours. */
export interface Marks {
  readonly stack: string;
  readonly node: string;
  readonly resource: string;
  readonly created: string;
  readonly applied: string;
  /** People's own tags, set beside ours on everything that takes tags. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What the engine knows of one resource type. Implemented with the AWS SDK, and by fakes in tests. */
export interface Provider<Props extends object = object> {
  readonly type: string;
  /**
   * `createFirst` makes the new one beside the old (under another name where names are unique); `sideBySide` does too,
   * and what points to it holds both until the new one serves; `deleteFirst` is for types whose name or parent slot is
   * their identity, and interrupts.
   */
  readonly replacement: 'createFirst' | 'sideBySide' | 'deleteFirst';
  /** What does not work while one is deleted and made anew, and for about how long. */
  readonly interruption?: string;
  /** What its delete waits for, and for about how long, where that is more than a call. */
  readonly lingering?: string;
  /** Top-level properties that AWS cannot change in place. */
  readonly immutable: readonly (keyof Props & string)[];
  /**
   * Properties of which AWS takes each combination once (a port of a load balancer, a name). One of ours that stands
   * there under an id that the file no longer has is taken over instead of being in the way.
   */
  readonly slot?: readonly (keyof Props & string)[];
  /**
   * The longest `name` that AWS takes, where names are unique: a replacement beside the old one then gets a suffix,
   * for which a name at the limit is cut.
   */
  readonly uniqueNameLimit?: number;
  /** Properties that are lists without an order. */
  readonly sets?: readonly (keyof Props & string)[];
  /**
   * Brings properties into the form in which AWS returns them, where it changes what makes no difference: upper and
   * lower case, members at their default. Asked ones are compared in that form.
   */
  asRead?(props: object): object;
  /** Attributes that every update changes (the ARN of a task definition), so that dependents see it in the plan. */
  readonly volatile?: readonly string[];

  /**
   * For what points to something replaced side by side: what it is asked to be while it holds both. `old` is by the
   * value that stands in `props` for the new one.
   */
  holdingBoth?(props: Resolved<Props>, old: ReadonlyMap<string, string>, found: Found): Resolved<Props>;
  /** For what directs traffic: the same once the new one serves, with the old one still there for those who hold it. */
  switchingOver?(props: Resolved<Props>, old: ReadonlyMap<string, string>): Resolved<Props>;
  /**
   * For what keeps something from being deleted and made anew: its properties as found, without what is about to go.
   * Absent where AWS lets a thing go though this points to it.
   */
  lettingGo?(found: Found, going: ReadonlySet<string>): Resolved<Props>;

  /**
   * Waits for what an earlier run set going and `find` could not see yet. Called before what a plan is made of is
   * looked at; absent where whatever is asked for can be seen at once.
   */
  settle?(signal?: AbortSignal): Promise<void>;
  /** Types that tell where to search: what these live under, and what names places of other people. */
  readonly under?: readonly string[];
  /**
   * When these are looked at before a run reports, if not when everything is carried out. `early`: as soon as the run
   * has made the last of them, for AWS allows few of the calls that read them, and takes each name once. `late`: after
   * the last wait, for AWS makes a second one of them without a word.
   */
  readonly lookedAt?: 'early' | 'late';
  /** Everything of this type with the mark of the stack, read completely. `earlier` is what there is of `under`. */
  find(stack: string, earlier: readonly Found[], signal?: AbortSignal): Promise<Found[]>;
  /**
   * The same for who asks only what there is and where: without the properties that cost a call for each thing beside
   * its mark. Absent where `find` makes no such calls.
   */
  locate?(stack: string, earlier: readonly Found[], signal?: AbortSignal): Promise<Found[]>;
  /**
   * What somebody else made, or in a sentence why it cannot be used. Absent where nothing of this type can be shared.
   * The mark of what is found is empty but for the id.
   */
  lookup?(sought: Sought<Props>, signal?: AbortSignal): Promise<Found | string>;
  /** Creates, or adopts what already carries this mark. A foreign object in its place is an error that names it. */
  create(request: CreateRequest<Props>, signal?: AbortSignal): Promise<Written>;
  /**
   * Looks whether a create would find its name taken; absent where several may have one name. Asked before a deploy, of
   * what is to be created under names and in places that are known.
   */
  taken?(
    props: Resolved<Props>,
    mine: Pick<Marks, 'stack' | 'resource'>,
    signal?: AbortSignal,
  ): Promise<Obstacle | undefined>;
  /**
   * Makes settings of something created that are no part of the create call and that nothing waits for. Runs beside what
   * depends on the thing; a run that dies before leaves a difference, which the next plan finds.
   */
  finish?(id: string, written: Written, props: Resolved<Props>): Promise<void>;
  update(request: UpdateRequest<Props>, signal?: AbortSignal): Promise<Written>;
  /**
   * Deletes and returns when it is gone. What is gone already is a success. An abort ends the wait for it, never a call
   * under way: the next run goes on from there.
   */
  delete(found: Found, options?: DeleteOptions): Promise<void>;
  /** How long it usually takes where that is more than a call. Only for estimates and for when to look; never a limit. */
  readonly expected?: Expected;
  /** Seconds for which whatever refers to it has to prove itself before it is ready: health checks. */
  probation?(props: Props): number;
  /** What earlier updates of a thing have left and carries our mark, by physical id, oldest first. */
  earlier?(found: Found, signal?: AbortSignal): Promise<readonly string[]>;
  /** Puts away some of what {@link earlier} answers. */
  discard?(physicalIds: readonly string[], found: Found): Promise<void>;
  /** Only for waiting in a deploy; absent where a thing is ready once it exists. */
  health?(written: Written, props: Resolved<Props>, signal?: AbortSignal): Promise<Health>;
}

/** All that the engine sees of an account. */
export interface Cloud {
  /** Every type that is scanned, parents before what lives under them. */
  readonly types: readonly string[];
  provider(type: string): Provider;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after the time, rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Seconds of its own that pass in one of AWS's; `sleep` takes AWS's. 1 unless given. */
  readonly pace?: number;
  /** True where everything is done as soon as it is answered, as emulators do it. */
  readonly instant?: boolean;
  /** Learns how many seconds of a run are behind what is done for a resource now, so that urgent calls go first. */
  rank?(resource: string, tail: number): void;
  /**
   * Top-level properties that answers of the endpoint may lack, by type; absent there, they are left out of a plan
   * instead of being different. None on AWS.
   */
  readonly notEchoed: Readonly<Record<string, readonly string[]>>;
}
