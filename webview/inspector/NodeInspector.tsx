import { useMemo } from 'react';
import { memberOf, pointer, valueAt } from '../../src/model/json';
import type { TopologyNode } from '../../src/model/topology';
import { useActions, useCanvas } from '../context';
import { KindIcon } from '../Icon';
import { removal } from '../gestures/removal';
import { Differing } from './Differing';
import { NodePlan } from '../plan/PlanSections';
import { DrawingFacts } from './DrawingFacts';
import { NodeDifference } from './Environments';
import { formOf } from './form';
import { Head } from './Head';
import { LiveDetails } from './LiveDetails';
import { LiveFacts } from './LiveFacts';
import { ProblemList } from './ProblemList';
import { Row } from './Row';
import { mentionedCapability, rootWrite, type Scope } from './scope';
import { Section, Sections } from './Sections';
import { TextInput } from './TextInput';
import { useTextField } from './useField';

/** The fields of a node, from the schema of its kind. */
export function NodeInspector({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const topology = useCanvas((canvas) => canvas.topology);
  const node = topology.nodes.get(id);
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  const problems = useCanvas((canvas) => canvas.problems);
  const actions = useActions();
  const schema = node?.kind?.schema;
  const fields = useMemo(() => (schema ? formOf(schema) : []), [schema]);
  if (!node) return null;

  const scope: Scope = {
    target: { node: id },
    raw: node.raw,
    base: topology.environment === undefined ? undefined : valueAt(topology.file, ['nodes', id]),
    place: pointer(['nodes', id]),
    readOnly,
    choices(path) {
      const capability = mentionedCapability(node.kind, path);
      if (capability === undefined) return undefined;
      return [...topology.nodes.values()]
        .filter(({ kind }) => kind?.provides[capability])
        .map(({ id, title }) => ({ id, title }));
    },
    write: rootWrite({ node: id }),
  };
  // What concerns one field stands under that field.
  const shown = new Set(fields.map(({ key }) => key));
  const others = problems.filter((problem) => {
    if (problem.node !== id) return false;
    if (!problem.path.startsWith(`${scope.place}/`)) return true;
    const [key] = problem.path.slice(scope.place.length + 1).split('/');
    return !shown.has(key ?? '') || problem.fix !== undefined || problem.severity !== 'error';
  });
  return (
    <>
      <Head
        icon={<KindIcon kind={node.kindName} />}
        title={node.title}
        subtitle={node.kind?.title ?? 'Unknown kind'}
        onClose={onClose}
        onReveal={() => actions.command('revealInText', { path: scope.place })}
        onDelete={() => {
          const edit = removal({ nodes: new Set([id]), edges: new Set() }, topology);
          if (edit) actions.edit(edit);
        }}
      />
      <div className="inspector-body">
        <ProblemList problems={others} />
        <NodePlan id={id} />
        <NodeDifference id={id} />
        <Section title="Card">
          <Differing title="Title" path={['title']} scope={scope}>
            <TitleField node={node} scope={scope} />
          </Differing>
          <IdField node={node} scope={scope} />
        </Section>
        <Sections fields={fields} scope={scope} fallback={node.kind?.title ?? 'Fields'} />
        <DrawingFacts node={node} />
        <LiveFacts id={id} />
        <LiveDetails hop={id} />
      </div>
    </>
  );
}

function TitleField({ node, scope }: { readonly node: TopologyNode; readonly scope: Scope }) {
  const title = memberOf(node.raw, 'title');
  const name = memberOf(node.raw, 'name');
  const text = useTextField(scope, ['title'], typeof title === 'string' ? title : '', (typed) =>
    scope.write(['title'], typed.trim() === '' ? undefined : typed.trim()),
  );
  return (
    <Row
      field={{ title: 'Title', help: 'What the card shows.', required: false }}
      path="title"
      errors={text.errors}
    >
      {({ id, describedBy }) => (
        <TextInput
          field={text}
          id={id}
          describedBy={describedBy}
          testId="field-title"
          placeholder={typeof name === 'string' && name !== '' ? name : node.id}
          readOnly={scope.readOnly}
        />
      )}
    </Row>
  );
}

function IdField({ node, scope }: { readonly node: TopologyNode; readonly scope: Scope }) {
  const isDeployed = useCanvas((canvas) => canvas.status?.deployed?.includes(node.id) === true);
  const text = useTextField(scope, ['@id'], node.id, (typed) => ({
    type: 'renameNode',
    from: node.id,
    to: typed.trim(),
    ...(isDeployed && { deployed: true }),
  }));
  return (
    <Row
      field={{
        title: 'Id',
        help: 'Names the node in the file and, where no name is given, in AWS. Every mention changes with it.',
        required: true,
      }}
      path="@id"
      errors={text.errors}
    >
      {({ id, describedBy }) => (
        <TextInput
          field={text}
          id={id}
          describedBy={describedBy}
          testId="field-@id"
          readOnly={scope.readOnly}
          isCode
        />
      )}
    </Row>
  );
}
