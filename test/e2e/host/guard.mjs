// Runs one command in a process group of its own and ends the whole group when our standard input closes.
//
// Why a process between us and what we start: a pipe closes however its other end dies (Ctrl+C, a crash, SIGKILL of a test worker),
// whereas a signal handler in the parent sees only the polite endings. VS Code's server starts extension hosts and file watchers of
// its own, which killing the server alone would leave behind.
//
// Usage: node guard.mjs '["folder to remove at the end", …]' command argument…
import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

const [folders = '[]', command = '', ...args] = process.argv.slice(2);
const graceMs = 2000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(143));

const child = spawn(command, args, {
  // A group of its own, whose number is the child's: what is killed as one.
  detached: process.platform !== 'win32',
  stdio: ['ignore', 'inherit', 'inherit'],
  windowsHide: true,
});
child.on('error', (error) => {
  process.stderr.write(`${command} did not start: ${error.message}\n`);
  end(127);
});
child.on('exit', (code) => end(code ?? 143));
process.stdin.resume();
process.stdin.on('end', () => end(0)).on('error', () => end(0));

let ending = false;

/** @param {number} exitCode */
function end(exitCode) {
  if (ending) return;
  ending = true;
  signalGroup('SIGTERM');
  const deadline = Date.now() + graceMs;
  const timer = setInterval(() => {
    if (isRunning() && Date.now() < deadline) return;
    clearInterval(timer);
    // The group may still hold grandchildren that outlived their parent.
    signalGroup('SIGKILL');
    removeFolders();
    process.exit(exitCode);
  }, 50);
}

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in it.
  }
}

function isRunning() {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function removeFolders() {
  for (const folder of JSON.parse(folders)) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    } catch {
      // A temporary folder that stays behind is no reason to fail.
    }
  }
}
