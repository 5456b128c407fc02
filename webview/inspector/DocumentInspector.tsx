import { useMemo } from 'react';
import { documentSchema } from '../../src/model/documentSchema';
import { memberOf } from '../../src/model/json';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import { WholePlan } from '../plan/PlanSections';
import { Environments } from './Environments';
import { formOf } from './form';
import { Head } from './Head';
import { ProblemList } from './ProblemList';
import { rootWrite, type Scope } from './scope';
import { Sections } from './Sections';

/** Members that the page writes itself. */
const ELSEWHERE = ['version', 'layout', 'environments'];

/** The topology as a whole: its name, where it goes, the network it stands in. */
export function DocumentInspector({ onClose }: { readonly onClose: () => void }) {
  const topology = useCanvas((canvas) => canvas.topology);
  const fileName = useCanvas((canvas) => canvas.fileName);
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined || canvas.document === undefined);
  const problems = useCanvas((canvas) => canvas.problems);
  const actions = useActions();
  const fields = useMemo(() => formOf(documentSchema), []);
  const isBase = topology.environment === undefined;
  const scope: Scope = {
    target: { document: true },
    raw: topology.document,
    base: isBase ? undefined : topology.file,
    place: '',
    readOnly,
    choices: () => undefined,
    write: rootWrite({ document: true }),
  };
  const shown = fields.filter(({ key }) => !ELSEWHERE.includes(key));
  const name = memberOf(topology.document, 'name');
  const keys = new Set(shown.map(({ key }) => key));
  const others = problems.filter(
    ({ node, path, severity, fix }) =>
      node === undefined &&
      (!keys.has(path.split('/')[1] ?? '') || severity !== 'error' || fix !== undefined),
  );
  return (
    <>
      <Head
        icon={<Codicon name="type-hierarchy" />}
        title={typeof name === 'string' && name !== '' ? name : fileName}
        subtitle={fileName}
        onClose={onClose}
        onReveal={() => actions.command('openText')}
      />
      <div className="inspector-body">
        <ProblemList problems={others} />
        <WholePlan />
        {isBase || <Environments scope={scope} />}
        <Sections fields={shown} scope={scope} fallback="Topology" />
        {isBase && <Environments scope={scope} />}
      </div>
    </>
  );
}
