import {
  Handle,
  Position,
  ReactFlow,
  useEdgesState,
  useNodesState,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { memo, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { isObject, memberOf, type JsonValue } from '../../../../src/model/json';
import { largeDocument } from '../../../../webview/dev/large';
import { drive } from './drive';
import { firstFrame, parameters } from './driven';
import './vanilla.css';

/**
 * React Flow as its documentation has it, with memoised nodes and nothing else done for speed: the page of
 * performance.md §a that others are compared with.
 */
type BenchNode = Node<{ readonly title: string; readonly state: string; readonly turn: number }, 'bench'>;

const { cards, start } = parameters();
const { nodes: firstNodes, edges: firstEdges } = drawingOf(largeDocument(cards));
let change: (changes: number) => void = () => undefined;

const BenchCard = memo(function BenchCard({ data }: NodeProps<BenchNode>) {
  return (
    <div className="bench-card">
      <Handle type="target" position={Position.Left} />
      <div className="bench-head">
        <svg className="bench-icon" viewBox="0 0 16 16">
          <rect x="2" y="2" width="12" height="12" rx="2" />
          <path d="M5 8h6" />
        </svg>
        <b>{data.title}</b>
      </div>
      <dl>
        <dt>kind</dt>
        <dd>service</dd>
        <dt>state</dt>
        <dd>{data.state}</dd>
        <dt>turn</dt>
        <dd>{data.turn}</dd>
      </dl>
      <Handle type="source" position={Position.Right} />
    </div>
  );
});

const NODE_TYPES = { bench: BenchCard };

function Page() {
  const [nodes, setNodes, onNodesChange] = useNodesState(firstNodes);
  const [edges, , onEdgesChange] = useEdgesState(firstEdges);
  useEffect(() => {
    let turn = 0;
    change = (changes) => {
      const from = turn;
      turn += changes;
      setNodes((before) =>
        before.map((node, index) =>
          (index - from + before.length * changes) % before.length < changes
            ? { ...node, data: { ...node.data, turn, state: turn % 3 === 0 ? 'pending' : 'ok' } }
            : node,
        ),
      );
    };
  }, [setNodes]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      nodeTypes={NODE_TYPES}
      defaultViewport={start}
      minZoom={0.02}
      panOnScroll
    />
  );
}

/** The same cards in the same places, with the same wires. */
function drawingOf(document: JsonValue): { readonly nodes: BenchNode[]; readonly edges: Edge[] } {
  const layout = memberOf(document, 'layout');
  const entries: [string, JsonValue][] = isObject(layout) ? Object.entries(layout) : [];
  const edges = memberOf(document, 'edges');
  return {
    nodes: entries.map(([id, place]) => ({
      id,
      type: 'bench',
      position: { x: Number(memberOf(place, 0)), y: Number(memberOf(place, 1)) },
      data: { title: id, state: 'unknown', turn: 0 },
    })),
    // Both ends are texts in every document that is made here.
    edges: (Array.isArray(edges) ? (edges as readonly JsonValue[]) : []).map((edge, index) => ({
      id: String(index),
      source: memberOf(edge, 'from') as string,
      target: memberOf(edge, 'to') as string,
    })),
  };
}

window.driven = {
  drive,
  opened: firstFrame(() => document.querySelector('.react-flow__edge') !== null),
  storm: (changes) => change(changes),
};

const root = document.getElementById('root');
if (root) createRoot(root).render(<Page />);
