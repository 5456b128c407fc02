import { environmentNameProblem, environmentsOf } from '../../src/model/environment';
import { isObject, isSameJson, memberOf, valueAt, type JsonValue } from '../../src/model/json';
import type { Topology } from '../../src/model/topology';
import { useActions, useCanvas } from '../context';
import { Errors, testId } from './Row';
import type { Scope } from './scope';
import { Section } from './Sections';
import { TextInput } from './TextInput';
import { useTextField } from './useField';

/** Of a node in an environment: whether the base has it otherwise, and the way back. */
export function NodeDifference({ id }: { readonly id: string }) {
  const topology = useCanvas((canvas) => canvas.topology);
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  const actions = useActions();
  const { environment, file } = topology;
  if (environment === undefined) return null;
  const base = valueAt(file, ['nodes', id]);
  if (base === undefined) return <p className="note muted">Only in {environment}.</p>;
  if (isSameJson(base, topology.nodes.get(id)?.raw)) return null;
  return (
    <p className="note differs" data-testid="node-differs">
      Not as in the base.{' '}
      {!readOnly && (
        <button className="link" onClick={() => actions.edit(asInBase(id, base))}>
          Put all of it back to the base
        </button>
      )}
    </p>
  );
}

/** What is different in the environment that is shown; of the base, which environments there are, and room for another. */
export function Environments({ scope }: { readonly scope: Scope }) {
  const topology = useCanvas((canvas) => canvas.topology);
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  const actions = useActions();
  const { environment, file } = topology;
  const names = environmentsOf(file);
  if (environment === undefined) {
    if (names.length === 0 && readOnly) return null;
    return (
      <Section title="Environments">
        <ul className="links">
          {names.map((name) => (
            <li key={name}>
              <button
                className="link-line"
                onClick={() => actions.command('selectEnvironment', { environment: name })}
              >
                <span className="cut">{name}</span>
                <span className="muted">show</span>
              </button>
            </li>
          ))}
        </ul>
        {!readOnly && <NewEnvironment scope={scope} isFirst={names.length === 0} />}
      </Section>
    );
  }
  const { changed, added, absent } = differencesOf(topology);
  const links = [
    ...changed.map((id) => ({ id, word: 'differs' })),
    ...added.map((id) => ({ id, word: 'only here' })),
  ];
  return (
    <Section title={`In ${environment}`}>
      {links.length + absent.length === 0 && <p className="muted">Its cards are those of the base.</p>}
      <ul className="links">
        {links.map(({ id, word }) => (
          <li key={id}>
            <button className="link-line" onClick={() => actions.select([id])}>
              <span className="cut">{topology.nodes.get(id)?.title ?? id}</span>
              <span className="muted">{word}</span>
            </button>
          </li>
        ))}
        {absent.map(([id, base]) => (
          <li key={id} className="absent-line">
            <span className="cut muted">{id}</span>
            {readOnly ? (
              <span className="muted">left out</span>
            ) : (
              <button
                className="link"
                aria-label={`${id} is left out. Bring it back`}
                data-testid={`bring-back-${id}`}
                onClick={() => actions.edit(asInBase(id, base))}
              >
                Left out. Bring it back
              </button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** An environment begins as the base is; what is changed in it is all that it says. */
function NewEnvironment({ scope, isFirst }: { readonly scope: Scope; readonly isFirst: boolean }) {
  const path = ['environments', '@new'];
  const text = useTextField(scope, path, '', (typed) => {
    const name = typed.trim();
    if (environmentNameProblem(name) !== undefined) return scope.write(path, undefined);
    return scope.write(['environments', name], valueAt(scope.raw, ['environments', name]) ?? {});
  });
  const name = text.text.trim();
  const problem = name === '' ? undefined : environmentNameProblem(name);
  const errors = problem === undefined ? text.errors : [problem];
  return (
    <>
      <TextInput
        field={{ ...text, errors }}
        label="Name of a new environment"
        testId={testId(path)}
        placeholder={isFirst ? 'Add one, such as dev' : 'Add another'}
        isCode
      />
      {errors.length > 0 && <Errors errors={errors} />}
    </>
  );
}

function differencesOf({ file, nodes }: Topology) {
  const nodesOfBase = memberOf(file, 'nodes');
  const inBase = isObject(nodesOfBase) ? Object.entries(nodesOfBase) : [];
  const known = new Map(inBase);
  return {
    changed: [...nodes.values()]
      .filter(({ id, raw }) => known.has(id) && !isSameJson(known.get(id), raw))
      .map(({ id }) => id),
    added: [...nodes.keys()].filter((id) => !known.has(id)),
    absent: inBase.filter(([id]) => !nodes.has(id)),
  };
}

/** Said to an environment, what the base says leaves nothing of its own. */
function asInBase(id: string, base: JsonValue) {
  return { type: 'setField' as const, target: { document: true as const }, path: ['nodes', id], value: base };
}
