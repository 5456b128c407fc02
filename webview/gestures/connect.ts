import type { Registry } from '../../src/kinds/index';
import { canConnect } from '../../src/model/connect';
import type { SingleEdit } from '../../src/model/edit';
import type { Topology, TopologyEdge } from '../../src/model/topology';

/** A wire with what its kind starts it with, or why it may not be. */
export function connect(
  topology: Topology,
  registry: Registry,
  from: string,
  to: string,
):
  | { readonly ok: true; readonly edit: SingleEdit; readonly key: string }
  | { readonly ok: false; readonly reason: string } {
  const legality = canConnect(topology, registry, from, to);
  if (!legality.ok) return legality;
  const { accepted } = legality;
  const listener = accepted.byListener ? freeListener(topology.edges, from) : undefined;
  return {
    ok: true,
    edit: {
      type: 'connect',
      // The default is not written.
      edge: {
        from,
        to,
        ...(listener === undefined || listener === DEFAULT_LISTENER ? {} : { listener }),
        ...accepted.initial?.({ from, to }),
      },
    },
    key: keyOf(from, to, listener, topology),
  };
}

/** The key that a wire will have beside those that are there. */
export function keyOf(from: string, to: string, listener: number | undefined, { edges }: Topology): string {
  const several = edges.some((edge) => edge.from === from && edge.to === to);
  return several && listener !== undefined ? `${from}--${to}--${listener}` : `${from}--${to}`;
}

export const DEFAULT_LISTENER = 80;

/** The first port that no wire of a load balancer listens on. */
export function freeListener(edges: readonly TopologyEdge[], from: string): number {
  const taken = new Set(edges.filter((edge) => edge.from === from).map(({ ref }) => ref.listener));
  let port = DEFAULT_LISTENER;
  while (taken.has(port)) port += port === DEFAULT_LISTENER ? 8000 : 1;
  return port;
}
