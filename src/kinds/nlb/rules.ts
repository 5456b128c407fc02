import { outsideOwnNetwork } from '../existing';
import type { Drawing, Finding, Graph, GraphEdge, GraphNode } from '../kind';
import { anyOf } from '../words';
import { targets, type NlbConfig, type NlbEdgeConfig, type Target } from './model';

export function checkLoadBalancer({ id, config }: GraphNode<NlbConfig>, graph: Graph): Finding[] {
  return [
    ...outsideOwnNetwork(config, graph),
    ...unused(id, graph),
    ...portClashes(id, graph),
    ...emptyZones(id, config, graph),
  ];
}

/** T12: without cross-zone a zone of the load balancer sends requests only to tasks of its own. */
function emptyZones(id: string, { crossZone }: NlbConfig, graph: Graph): Finding[] {
  if (crossZone) return [];
  const alone = targets(id, graph).find((edge) => graph.offer(edge).tasks < 2);
  if (!alone) return [];
  return [
    {
      severity: 'warning',
      code: 'T12',
      message: `Without cross-zone each zone of the load balancer wants a task of its own, and ${alone.to} does not run two. Turn cross-zone on, or run as many tasks as there are subnets.`,
      path: ['crossZone'],
      fix: { title: 'Turn cross-zone on', path: ['crossZone'] },
    },
  ];
}

function unused(id: string, drawing: Drawing): Finding[] {
  const missing = [
    ...(drawing.edgesTo(id, 'httpTarget').length === 0 ? ['a wire from a VPC link to it'] : []),
    ...(targets(id, drawing).length === 0 ? ['a wire from it to a service'] : []),
  ];
  if (missing.length === 0) return [];
  const message = `No request takes this load balancer. Draw ${missing.join(' and ')}.`;
  return [{ severity: 'info', code: 'unused-load-balancer', message, path: [], absence: true }];
}

/** A load balancer listens once on a port; twins to one target are told elsewhere. */
function portClashes(id: string, drawing: Drawing): Finding[] {
  const all = targets(id, drawing);
  const taken = new Map<number, Target>();
  for (const edge of all) {
    if (!taken.has(edge.config.listener)) taken.set(edge.config.listener, edge);
  }
  return all.flatMap((edge): Finding[] => {
    const { listener } = edge.config;
    const first = taken.get(listener);
    if (!first || first === edge || first.to === edge.to) return [];
    const free = nextFree(listener, taken);
    return [
      {
        severity: 'error',
        code: 'duplicate-listener',
        message: `Listener ${listener} leads to ${first.to} already; a network load balancer sends a port to one place. Choose another port, such as ${free}.`,
        path: ['listener'],
        edge,
        fix: { title: `Listen on ${free}`, path: ['listener'], value: free },
      },
    ];
  });
}

function nextFree(port: number, taken: ReadonlyMap<number, unknown>): number {
  let free = port;
  while (taken.has(free)) free = free === 65_535 ? 1 : free + 1;
  return free;
}

/** A target port that no container listens on. */
export function checkTarget(edge: GraphEdge<NlbEdgeConfig, 'tcpService'>, graph: Graph): Finding[] {
  const { targetPort } = edge.config;
  const service = graph.offer(edge);
  if (targetPort === undefined || service.containerOn(targetPort) !== undefined) return [];
  return [
    {
      severity: 'error',
      code: 'no-container-port',
      message: `No container of ${edge.to} listens on ${targetPort}. Choose ${anyOf(service.ports)}, or give a sidecar this port.`,
      path: ['targetPort'],
      fix: { title: `Use ${service.port}, the service's port`, path: ['targetPort'] },
    },
  ];
}
