/**
 * What is asked about in a look. `places` is what of the topology there is, and where; `roll` is which tasks a cluster is
 * to run.
 */
export type Kind =
  | 'places'
  | 'listeners'
  | 'routes'
  | 'stages'
  | 'links'
  | 'loadBalancers'
  | 'targets'
  | 'services'
  | 'roll'
  | 'tasks'
  | 'instances';

/** `hot`: it changes just now or was just touched. `warm`: it is not as it should be. `quiet`: nothing is the matter. */
export type Heat = 'hot' | 'warm' | 'quiet';

/** How old an answer may get: so long, and where there are many of the kind so long for each of them. Seconds. */
interface Age {
  readonly least: number;
  readonly each: number;
}

const steady = (least: number, each = 0): Age => ({ least, each });

/**
 * Each kind of answer lives as long as things of its kind take to change. Source: aws-reference §4.2, and for `hot` goal
 * D3 of performance.md §d (95 % within 3 s). What costs a call for each thing is stretched by the number of things, so
 * that a hundred services cost hardly more than ten: quiet target groups and registrations one in ten seconds, hot
 * ones two and a half in one; services, ten a call, a tenth and a third of what ECS allows; the roll of a cluster, a
 * hundred tasks a call, a tenth. What is listed in pages is stretched by what there is: else the pages of thousands
 * would leave nothing of API Gateway's budget to anything else while somebody deploys.
 */
const AGES: Readonly<Record<Kind, Readonly<Record<Heat, Age>>>> = {
  places: { hot: steady(15, 0.01), warm: steady(60, 0.01), quiet: steady(300) },
  listeners: { hot: steady(15, 0.01), warm: steady(60, 0.01), quiet: steady(90) },
  routes: { hot: steady(15, 0.01), warm: steady(60, 0.01), quiet: steady(300) },
  stages: { hot: steady(10), warm: steady(60), quiet: steady(300) },
  links: { hot: steady(10), warm: steady(10), quiet: steady(300) },
  loadBalancers: { hot: steady(10), warm: steady(10), quiet: steady(90) },
  targets: { hot: steady(1.8, 0.4), warm: steady(10, 1), quiet: steady(60, 13) },
  services: { hot: steady(1.8, 0.016), warm: steady(5, 0.063), quiet: steady(13, 0.063) },
  roll: { hot: steady(13, 0.0065), warm: steady(13, 0.0065), quiet: steady(13, 0.0065) },
  tasks: { hot: steady(1.8, 0.016), warm: steady(10, 0.063), quiet: steady(60, 0.25) },
  instances: { hot: steady(1.8, 0.8), warm: steady(10, 1.6), quiet: steady(60, 13) },
};

/** Milliseconds that an answer about one of so many things of a kind may get old. */
export function ageOf(kind: Kind, heat: Heat, count = 1): number {
  const { least, each } = AGES[kind][heat];
  return Math.max(least, each * count) * 1000;
}
