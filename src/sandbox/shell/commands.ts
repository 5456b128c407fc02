import { resolve } from '../dataPlane/callOut';
import { addressAt } from '../ec2/cidr';
import { interfaceAt } from '../ec2/interfaces';
import { environmentOf, hostOf, type Outcome, type Place } from './place';
import { curl, wget } from './requests';

type Run = (args: readonly string[], place: Place, signal: AbortSignal) => Outcome | Promise<Outcome>;

/** How a command is told of in `help`, and what it does. */
interface Known {
  readonly help: string;
  readonly run: Run;
}

const said = (text: string, code = 0): Outcome => ({ text, code });

/** What the shell of the sandbox knows, with the line that `help` prints of it. */
export const commands: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['help', { help: 'help                this list', run: () => said(helpText()) }],
  [
    'curl',
    { help: 'curl URL            call a service: curl -i http://NAME.NAMESPACE:PORT/path', run: curl },
  ],
  ['wget', { help: 'wget -qO- URL       the same, as BusyBox has it', run: wget }],
  ['nslookup', { help: 'nslookup NAME       what the VPC resolves a Cloud Map name to', run: nslookup }],
  ['env', { help: 'env                 variables of the container; secrets are masked', run: env }],
  [
    'echo',
    { help: 'echo WORDS          prints words and $VARIABLES', run: (args) => said(`${args.join(' ')}\n`) },
  ],
  ['hostname', { help: "hostname [-i]       the task's name or address", run: hostname }],
  ['ip', { help: 'ip addr             network interface', run: ip }],
  ['ps', { help: 'ps                  processes', run: ps }],
  ['whoami', { help: 'whoami              the user', run: () => said('root\n') }],
  ['pwd', { help: 'pwd                 the folder', run: () => said('/\n') }],
  ['exit', { help: 'exit [CODE]         ends the session, as Ctrl+D does', run: exit }],
]);

function helpText(): string {
  const lines = [...commands.values()].map(({ help }) => `  ${help}`);
  return ['A small shell in the echo container of the sandbox. It knows', ...lines, ''].join('\n');
}

function env(_args: readonly string[], place: Place): Outcome {
  return said([...environmentOf(place)].map(([name, value]) => `${name}=${value}\n`).join(''));
}

function hostname(args: readonly string[], place: Place): Outcome {
  return said(`${/^-[iI]$/.test(args[0] ?? '') ? (place.task.address ?? '') : hostOf(place)}\n`);
}

function ip(_args: readonly string[], { context, task }: Place): Outcome {
  const { subnets } = context.region.ec2;
  const bits = subnets.get(task.subnetId)?.cidr.split('/')[1] ?? '32';
  return said(
    [
      '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536',
      '    inet 127.0.0.1/8 scope host lo',
      '2: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9001',
      `    inet ${task.address ?? ''}/${bits} scope global eth1`,
      '',
    ].join('\n'),
  );
}

function ps(_args: readonly string[], { container }: Place): Outcome {
  const main = container.command?.join(' ') ?? `(the command of ${container.image ?? 'the image'})`;
  return said(
    [
      'PID   USER     COMMAND',
      `    1 root     ${main}`,
      '   15 root     /managed-agents/execute-command/amazon-ssm-agent',
      '   42 root     /bin/sh',
      '   57 root     ps',
      '',
    ].join('\n'),
  );
}

function nslookup([name]: readonly string[], { context, task }: Place): Outcome {
  if (name === undefined) return said('Usage: nslookup NAME\n', 1);
  const self = interfaceAt(context.region.ec2, task.address ?? '');
  const vpc = context.region.ec2.vpcs.get(self?.vpcId ?? '');
  if (!vpc) return said(`nslookup: can't resolve '${name}'\n`, 1);
  // The resolver of a VPC is at the second address of its block.
  const server = addressAt(vpc.cidr, 2);
  const head = `Server:\t\t${server}\nAddress:\t${server}:53\n\n`;
  const addresses = resolve(context, vpc.id, name);
  if (addresses.length === 0) return said(`${head}** server can't find ${name}: NXDOMAIN\n`, 1);
  return said(head + addresses.map((address) => `Name:\t${name}\nAddress: ${address}\n`).join(''));
}

function exit([code]: readonly string[], place: Place): Outcome {
  const asked = code === undefined ? place.code : Number(code);
  if (!Number.isInteger(asked))
    return { text: `sh: exit: Illegal number: ${code ?? ''}\n`, code: 2, ends: true };
  return { text: '', code: asked & 255, ends: true };
}
