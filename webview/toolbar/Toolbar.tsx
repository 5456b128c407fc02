import { isObject, memberOf } from '../../src/model/json';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import { usePlan } from '../plan/usePlan';
import { EnvironmentMenu } from './EnvironmentMenu';
import { Menu } from './Menu';
import { PlanSummary } from './PlanSummary';
import { RunProgress } from './RunProgress';
import { StalePill } from './StalePill';

/** What can be done with the whole topology. While something runs it shows how far that is instead. */
export function Toolbar({
  inspector,
  onInspector,
}: {
  readonly inspector: boolean;
  readonly onInspector: () => void;
}) {
  const run = useCanvas((canvas) => canvas.status?.run);
  const plan = usePlan();
  return (
    <div className="toolbar" role="toolbar" aria-label="Topology">
      {run ? <RunProgress run={run} /> : plan ? <PlanSummary plan={plan} /> : <Actions />}
      <span className="spring" />
      <EnvironmentMenu />
      <StalePill />
      <ConnectionPill />
      <MoreMenu />
      <button
        className="icon-button"
        aria-pressed={inspector}
        aria-label="Settings of what is selected"
        title="Settings of what is selected"
        onClick={onInspector}
      >
        <Codicon name={inspector ? 'layout-sidebar-right' : 'layout-sidebar-right-off'} />
      </button>
    </div>
  );
}

function Actions() {
  const actions = useActions();
  const hasProblems = useCanvas((canvas) => canvas.problems.some(({ severity }) => severity === 'error'));
  const isStale = useCanvas((canvas) => canvas.isStale);
  const isEmpty = useCanvas((canvas) => canvas.topology.nodes.size === 0) || isStale;
  return (
    <>
      <button
        className="button primary"
        disabled={isEmpty}
        title={
          isStale
            ? 'The text does not parse; mend it first'
            : hasProblems
              ? 'There are errors; they are listed before anything is deployed'
              : undefined
        }
        onClick={() => actions.command('deploy')}
      >
        <Codicon name="rocket" />
        Deploy topology
      </button>
      <ToolButton icon="checklist" disabled={isEmpty} onClick={() => actions.command('plan')}>
        Plan
      </ToolButton>
      <RequestButton />
      <ToolButton icon="output" disabled={isEmpty} onClick={() => actions.command('tailLogs')}>
        Tail logs
      </ToolButton>
    </>
  );
}

function ToolButton({
  icon,
  children,
  disabled,
  onClick,
}: {
  readonly icon: string;
  readonly children: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button className="button" aria-label={children} title={children} disabled={disabled} onClick={onClick}>
      <Codicon name={icon} />
      <span className="button-text">{children}</span>
    </button>
  );
}

/** Sends a saved request; with several, a menu of them. */
function RequestButton() {
  const actions = useActions();
  const topology = useCanvas((canvas) => canvas.topology);
  const isEmpty = topology.nodes.size === 0;
  const requests = [...topology.nodes.values()].flatMap(({ id, raw }) => {
    const list = memberOf(raw, 'requests');
    return (Array.isArray(list) ? list : []).flatMap((request: unknown) => {
      const name = isObject(request as never) ? memberOf(request as never, 'name') : undefined;
      return typeof name === 'string' ? [{ node: id, name }] : [];
    });
  });
  if (requests.length < 2) {
    const [only] = requests;
    return (
      <ToolButton
        icon="send"
        disabled={isEmpty}
        onClick={() => actions.command('sendRequest', only && { node: only.node, request: only.name })}
      >
        Send request
      </ToolButton>
    );
  }
  return (
    <Menu
      label="Send request"
      className="button"
      face={
        <>
          <Codicon name="send" />
          <span className="button-text">Send request</span>
          <Codicon name="chevron-down" />
        </>
      }
      items={requests.map(({ node, name }) => ({
        text: name,
        act: () => actions.command('sendRequest', { node, request: name }),
      }))}
    />
  );
}

function MoreMenu() {
  const actions = useActions();
  const invokeUrl = useCanvas((canvas) => canvas.status?.invokeUrl);
  return (
    <Menu
      label="More actions"
      className="icon-button"
      align="right"
      face={<Codicon name="ellipsis" />}
      items={[
        { icon: 'go-to-file', text: 'Open as text', act: () => actions.command('openText') },
        ...(invokeUrl === undefined
          ? []
          : [{ icon: 'link', text: 'Copy invoke URL', act: () => actions.command('copyInvokeUrl') }]),
        { icon: 'refresh', text: 'Look at the account again', act: () => actions.command('refresh') },
        { icon: 'trash', text: 'Destroy…', act: () => actions.command('destroy') },
      ]}
    />
  );
}

const CONNECTION_ICONS = {
  none: 'debug-disconnect',
  aws: 'cloud',
  endpoint: 'server-environment',
  sandbox: 'beaker',
} as const;

/** Where calls go. */
function ConnectionPill() {
  const actions = useActions();
  const connection = useCanvas((canvas) => canvas.status?.connection);
  if (!connection) return null;
  const { kind, label, account, region } = connection;
  const text = kind === 'none' ? 'Not connected' : [label, region].filter(Boolean).join(' · ');
  return (
    <button
      className={`connection connection-${kind}`}
      aria-label={`Connection: ${text}. Choose another`}
      title={[label, account && `account ${account}`, region, 'Choose a connection']
        .filter(Boolean)
        .join('\n')}
      onClick={() => actions.command('selectConnection')}
    >
      <Codicon name={CONNECTION_ICONS[kind]} />
      <span className="cut">{text}</span>
    </button>
  );
}
