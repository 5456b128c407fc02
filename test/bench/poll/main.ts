import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { publishedProfile, type CallBucket } from '../../../src/sandbox/profile';
import { deployed, REGION, type Deployed } from '../../fakes/deployed';
import { chainOf, TUNED } from '../deploy/chain';
import { median, percentile, table } from '../deploy/table';
import { passHour, type Hour } from './hour';
import { RIVALS, runRival, type Service } from './rivals';
import { brake, share } from './trials';

const { values } = parseArgs({ options: { sizes: { type: 'string', default: '1,10,100,500' } } });
const sizes = values.sizes.split(',').map(Number);
const CLUSTER = 'bench--cluster';
/** Milliseconds between two refreshes while nothing happens: the store's pace for a canvas. */
const REFRESH = 14_000;
/** Seconds for which a rival is run. */
const RIVAL_SECONDS = 120;

/** Buckets that the status reads from, by the name that our log has for a call. */
const CLIENTS: Readonly<Record<string, string>> = {
  apigatewayv2: 'ApiGatewayV2',
  elbv2: 'ElasticLoadBalancingV2',
  ecs: 'ECS',
  ec2: 'EC2',
  servicediscovery: 'ServiceDiscovery',
  iam: 'IAM',
  logs: 'CloudWatchLogs',
  sts: 'STS',
};

const missed: string[] = [];

void main();

async function main(): Promise<void> {
  console.log(
    `load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}, Node ${process.version}`,
  );
  console.log(
    'A virtual hour before one canvas: the extension’s own store, watcher and SDK clients against the sandbox with published latencies and budgets. Rivals are models.',
  );
  for (const services of sizes) await size(services);
  if (missed.length > 0) {
    console.log(`\nMissed:\n${missed.map((line) => `  ${line}`).join('\n')}`);
    process.exitCode = 1;
  }
}

async function size(services: number): Promise<void> {
  const started = performance.now();
  const world = await deployed(chainOf(services, TUNED), publishedProfile);
  console.log(`\n=== ${services} services (set up in ${seconds(started)} s)`);
  const hour = await passHour(world, CLUSTER, services);
  tell(services, hour);
  await rivals(services, world, hour);
  if (services === 100 || services === sizes.at(-1)) await throttles(services, world);
  if (services === 10) await windows(world);
  console.log(`took ${seconds(started)} s`);
  await world.close();
}

function tell(services: number, hour: Hour): void {
  const { calls, quiet } = hour;
  const names = [...new Set(calls.map(({ name }) => name))].sort();
  const inQuiet = calls.filter(({ at }) => at >= quiet.from && at < quiet.to);
  table(
    'Calls',
    ['', 'hour', 'quiet minute'],
    names.map((name) => [
      name,
      calls.filter((call) => call.name === name).length,
      (inQuiet.filter((call) => call.name === name).length / ((quiet.to - quiet.from) / 60_000)).toFixed(1),
    ]),
  );
  const shares = publishedProfile.buckets.flatMap((bucket) => {
    const used = calls.filter(({ name }) => isCovered(bucket, name)).map(({ at }) => at);
    return used.length === 0 ? [] : [{ bucket, ...shareOf(bucket, used, hour.opened * 1000) }];
  });
  table(
    'Share of what AWS refills',
    ['bucket', 'of the hour', 'of the quiet', 'of the worst minute after opening'],
    shares.map(({ bucket: { name }, hour: whole, quiet: calm, worst }) => [
      name,
      percent(whole),
      percent(calm),
      percent(worst),
    ]),
  );
  const perRefresh = inQuiet.length / ((quiet.to - quiet.from) / REFRESH) / services;
  const throttled = calls.filter(({ isThrottled }) => isThrottled).length;
  table(
    'What people see',
    ['', 'p50', 'p95', 'most'],
    [
      ['s behind while deploying', ...spread(hour.deploying)],
      ['s behind what others do', ...spread(hour.visible)],
    ],
  );
  console.log(
    [
      `first report after ${hour.begun.toFixed(1)} s, all of it after ${hour.opened.toFixed(1)} s`,
      `${perRefresh.toFixed(3)} calls a service and refresh`,
      `${throttled} throttled`,
      `${hour.hidden} calls hidden, ${hour.unfocused} unfocused`,
      `${quiet.messages} messages in ten quiet minutes`,
      `${hour.bytes} bytes to the page, ${Math.round(hour.bytesPerChange)} a changed node or wire`,
    ].join(' · '),
  );

  const goal = (isMet: boolean, what: string) => void (isMet || missed.push(`${services} services: ${what}`));
  if (services === 100)
    goal(perRefresh <= 0.2, `${perRefresh.toFixed(3)} calls a service and refresh, not 0.2`);
  if (services === 500) {
    goal(perRefresh <= 0.15, `${perRefresh.toFixed(3)} calls a service and refresh, not 0.15`);
  }
  for (const { bucket, hour: whole, quiet: calm, worst } of shares) {
    goal(whole <= 0.1, `${percent(whole)} of ${bucket.name} in the hour, not 10 %`);
    goal(calm <= 0.1, `${percent(calm)} of ${bucket.name} while nothing happens, not 10 %`);
    goal(worst <= 0.5, `${percent(worst)} of ${bucket.name} in a minute, not 50 %`);
  }
  goal(hour.hidden + hour.unfocused === 0, 'calls though nobody looks');
  goal(percentile(hour.deploying, 0.95) <= 3, 'more than 3 s behind while deploying');
  goal(percentile(hour.visible, 0.95) <= 15, 'more than 15 s behind what others do');
  goal(throttled === 0, 'throttled');
  goal(quiet.messages === 0, 'messages to the page though nothing happens');
  goal(hour.bytesPerChange <= 200, 'more than 200 bytes to the page for a change');
  goal(hour.wrong.length === 0, `shown as it is not: ${hour.wrong.join(', ')}`);

  function shareOf({ perSecond }: CallBucket, used: readonly number[], opened: number) {
    const within = (from: number, to: number) =>
      used.filter((at) => at >= from && at < to).length / (perSecond * ((to - from) / 1000));
    const starts = used.filter((at) => at > opened);
    return {
      hour: within(0, 3_600_000),
      quiet: within(quiet.from, quiet.to),
      worst: Math.max(0, ...starts.map((start) => within(start, start + 60_000))),
    };
  }
}

async function rivals(services: number, world: Deployed, ours: Hour): Promise<void> {
  const things = servicesOf(world, services);
  const { from, to } = ours.quiet;
  const rate = ours.calls.filter(({ at }) => at >= from && at < to).length / ((to - from) / 1000);
  const rows = [];
  for (const rival of RIVALS) {
    const { calls, throttled } = await runRival(world, rival, things, RIVAL_SECONDS);
    const theirs = calls / RIVAL_SECONDS;
    rows.push([
      rival.name,
      theirs.toFixed(2),
      `${(theirs / rate).toFixed(1)}x`,
      percent(throttled / calls),
      (0.95 * rival.interval).toFixed(1),
    ]);
    // Their buckets fill up again.
    await world.clock.pass(60_000);
  }
  table(
    'While nothing happens',
    ['', 'calls a second', 'of ours', 'throttled', 's behind p95 (model)'],
    [['ours', rate.toFixed(2), '1.0x', '0.0 %', '14.0'], ...rows],
  );
}

async function throttles(services: number, world: Deployed): Promise<void> {
  const { before, during, after, errors, isComplete } = await brake(world, services);
  console.log(
    `\nHalf of all calls refused for a minute: ${before.toFixed(2)} calls a second before, ${during.toFixed(2)} from ten seconds on (${(before / during).toFixed(1)}x fewer), ${after.toFixed(2)} a minute after; ${errors} errors shown, ${isComplete ? 'nothing' : 'something'} lost`,
  );
  if (before / during < 4)
    missed.push(`${services} services: the rate falls ${(before / during).toFixed(1)}x, not 4x`);
  if (after < before * 0.8) missed.push(`${services} services: the rate does not come back within a minute`);
  if (errors > 0 || !isComplete)
    missed.push(`${services} services: an update was lost to throttles, or an error shown`);
}

async function windows(world: Deployed): Promise<void> {
  const { one, three } = await share(world);
  console.log(
    `\nTwenty minutes: one window ${one} calls, three windows ${three} (${(three / one).toFixed(2)}x)`,
  );
  if (three > one * 1.2)
    missed.push(`three windows cost ${(three / one).toFixed(2)}x the calls of one, not 1.2x`);
}

/** What a rival that was told of everything would ask about. */
function servicesOf({ world }: Deployed, services: number): Service[] {
  const region = world.regions.get(REGION);
  if (!region) throw new Error('The region of the bench is empty');
  const link = [...region.apiGateway.vpcLinks.keys()][0] ?? '';
  return [...region.ecs.services.values()].slice(0, services).map((service) => {
    const revision = service.deployments[0]?.revision;
    return {
      cluster: CLUSTER,
      name: service.name,
      targetGroup: revision?.loadBalancers[0]?.targetGroupArn ?? '',
      registry: revision?.registries[0]?.registryArn?.split('/').at(-1) ?? '',
      link,
    };
  });
}

function isCovered({ covers }: CallBucket, name: string): boolean {
  const [service = '', operation = ''] = name.split('.');
  return covers.test(`${CLIENTS[service] ?? service}.${operation}`);
}

function spread(numbers: readonly number[]): string[] {
  return [median(numbers), percentile(numbers, 0.95), Math.max(...numbers)].map((number) =>
    number.toFixed(2),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(0);
}
