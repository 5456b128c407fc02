/** How a rival schedules, as far as its sources say. A model: "Terraform-like" is not Terraform. */
export interface Rival {
  readonly name: string;
  /** Things that are being made at one time; waiting until one is ready counts. */
  readonly concurrency: number;
  /** Whether what needs a thing waits until that is ready, or only for its id. */
  readonly dependantsWaitForReady: boolean;
  /** Which of those that can begin is begun first. */
  readonly order: 'asWritten' | 'mostDependants';
  /** Calls with which it reads back what it has made, its slot still taken. */
  readonly readsBack: number;
  /** How often it looks whether a thing is ready, and how long before the first time; seconds. */
  readonly looks: Readonly<Record<'balancer' | 'link' | 'service' | 'namespace', Looks>>;
}

/** `growth` multiplies the wait after each look, up to `most`. */
export interface Looks {
  readonly delay: number;
  readonly every: number;
  readonly growth: number;
  readonly most: number;
}

const steady = (every: number, delay = every): Looks => ({ delay, every, growth: 1, most: every });

/**
 * Source of the whole: performance.md §c. Graph walk of ten at a time, a dependant starts when what it needs is ready;
 * the provider's waits have a delay and a least interval (terraform-provider-aws: load balancer 30 s then 10 s, ECS
 * service "tfSTABLE" each 10 s as the SDK asks, VPC link and namespace growing from 2 s).
 */
export const TERRAFORM_LIKE: Rival = {
  name: 'Terraform-like',
  concurrency: 10,
  dependantsWaitForReady: true,
  order: 'asWritten',
  // Each create of a provider ends with its read: the thing, its attributes, its tags. Calibrated on the rows below.
  readsBack: 2,
  looks: {
    balancer: { delay: 30, every: 10, growth: 1, most: 10 },
    link: { delay: 2, every: 2, growth: 2, most: 10 },
    service: steady(10),
    namespace: { delay: 2, every: 2, growth: 2, most: 10 },
  },
};

/**
 * Source: performance.md §c, go-to-k/cdkd README and docs/benchmarks.md: dispatched node by node, ten at a time, the ready
 * ones by how many depend on them; waiters of 5 to 10 s.
 */
export const CDKD_LIKE: Rival = {
  name: 'cdkd-like',
  concurrency: 10,
  dependantsWaitForReady: true,
  order: 'mostDependants',
  readsBack: 0,
  looks: {
    balancer: { delay: 5, every: 5, growth: 1.5, most: 10 },
    link: { delay: 5, every: 5, growth: 1.5, most: 10 },
    service: { delay: 5, every: 5, growth: 1.5, most: 10 },
    namespace: { delay: 5, every: 5, growth: 1.5, most: 10 },
  },
};

/** The rows of performance.md §c, "Modelled here": makespans in seconds by services; and at one with ELB's own checks. */
export const PUBLISHED: readonly {
  readonly rival: Rival;
  readonly byDefault: number;
  readonly tuned: Readonly<Record<number, number>>;
}[] = [
  { rival: CDKD_LIKE, byDefault: 352, tuned: { 1: 212, 10: 224, 50: 439 } },
  { rival: TERRAFORM_LIKE, byDefault: 354, tuned: { 1: 214, 10: 234, 50: 471 } },
];
