import { environmentsOf } from '../../src/model/environment';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import { Menu } from './Menu';

/** Which environment of the file is shown and edited, and what plan, deploy and status are about. */
export function EnvironmentMenu() {
  const actions = useActions();
  const file = useCanvas((canvas) => canvas.topology.file);
  const shown = useCanvas((canvas) => canvas.environment);
  const names = environmentsOf(file);
  if (names.length === 0) return null;
  return (
    <Menu
      label={`Environment: ${shown ?? 'base'}. Choose another`}
      className="connection environment"
      align="right"
      face={
        <>
          <Codicon name="layers" />
          <span className="cut">{shown ?? 'base'}</span>
          <Codicon name="chevron-down" />
        </>
      }
      items={[undefined, ...names].map((name) => ({
        text: name ?? 'base',
        isChosen: name === shown,
        act: () => {
          // What is typed belongs to the one that is shown now.
          actions.commit();
          actions.command('selectEnvironment', { environment: name ?? null });
        },
      }))}
    />
  );
}
