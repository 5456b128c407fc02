import { memberOf } from '../../src/model/json';
import type { Topology, TopologyNode } from '../../src/model/topology';
import { frameOf } from '../canvas/cardText';
import { labelOf } from '../canvas/layout';
import { useActions, useCanvas } from '../context';
import { Section } from './Sections';

interface Link {
  /** What the link selects. */
  readonly node?: string;
  readonly edge?: string;
  readonly name: string;
  readonly detail: string;
}

/** What follows from the drawing for a node: who reaches it, what it calls, what it is known as. */
export function DrawingFacts({ node }: { readonly node: TopologyNode }) {
  const topology = useCanvas((canvas) => canvas.topology);
  const actions = useActions();
  const groups = factsOf(node, topology).filter(({ links }) => links.length > 0);
  return groups.map(({ title, links }) => (
    <Section key={title} title={title}>
      <ul className="links">
        {links.map(({ node, edge, name, detail }, index) => (
          <li key={index}>
            <button
              className="link-line"
              onClick={() =>
                actions.select(node === undefined ? [] : [node], edge === undefined ? [] : [edge])
              }
            >
              <span className="cut">{name}</span>
              <span className="muted code cut">{detail}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  ));
}

function factsOf(node: TopologyNode, topology: Topology): { title: string; links: Link[] }[] {
  const title = (id: string) => topology.nodes.get(id)?.title ?? id;
  const into = topology.edges.filter(({ to }) => to === node.id);
  const out = topology.edges.filter(({ from }) => from === node.id);
  const isRegistration = ({ accepted }: (typeof out)[number]) => accepted?.look === 'registration';
  const links = (edges: typeof out, end: 'from' | 'to'): Link[] =>
    edges.map((edge) => ({ edge: edge.key, name: title(edge[end]), detail: labelOf(edge) }));
  const members = [...topology.nodes.values()].filter((other) => frameOf(other, topology) === node.id);
  return [
    { title: 'Services', links: members.map(({ id, title }) => ({ node: id, name: title, detail: '' })) },
    {
      title: 'Reached by',
      links: links(
        into.filter((edge) => !isRegistration(edge)),
        'from',
      ),
    },
    {
      title: 'Leads to',
      links: links(
        out.filter((edge) => !isRegistration(edge)),
        'to',
      ),
    },
    {
      title: 'Known as',
      links: out.filter(isRegistration).map((edge) => ({
        edge: edge.key,
        name: `${nameOf(node)}.${title(edge.to)}`,
        detail: labelOf(edge),
      })),
    },
    {
      title: 'Names',
      links: into.filter(isRegistration).map((edge) => {
        const service = topology.nodes.get(edge.from);
        return {
          edge: edge.key,
          name: `${service ? nameOf(service) : edge.from}.${node.title}`,
          detail: labelOf(edge),
        };
      }),
    },
  ];
}

function nameOf({ id, raw }: TopologyNode): string {
  const name = memberOf(raw, 'name');
  return typeof name === 'string' && name !== '' ? name : id;
}
