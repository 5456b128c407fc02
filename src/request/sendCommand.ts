import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import { createDisposables } from '../host/disposables';
import { Cancelled, UserError } from '../host/errors';
import type { Disposable } from '../host/event';
import type { Secrets } from '../host/secrets';
import type { Stacks } from '../host/stacks';
import type { StatusStore } from '../host/statusStore';
import { targetOf, type Target } from '../host/target';
import { offer, registerCommand } from '../host/vscodeEdge';
import { savedRequest } from '../kinds/client/model';
import type { SavedRequestOf } from '../live/requests';
import type { Trace } from '../live/requests/trace';
import type { StatusReport } from '../live/status';
import type { Topology } from '../model/topology';
import { registerResponseDocuments } from './responseDocument';
import { responseSentence, responseText } from './responseText';

/** `Send request` through the deployed API, and the secrets that its headers may name. */
export function registerRequests(dependencies: {
  readonly edge: Edge;
  readonly stacks: Stacks;
  readonly status: StatusStore;
  readonly secrets: Secrets;
}): Disposable {
  const { edge, stacks, status, secrets } = dependencies;
  const commands = createDisposables();
  const documents = commands.add(registerResponseDocuments(edge));

  commands.add(
    registerCommand(edge, 'ecsTopology.sendRequest', 'Sending the request', async (argument) => {
      const target = await targetOf(argument);
      const { uri } = target;
      const key = uri.toString();
      const { prepared, session } = await stacks.open(uri);
      const [
        { savedRequests, sendRequest },
        { signerOf },
        { readStatus },
        { diedAt, wayOf },
        { traceRequest },
      ] = await Promise.all([
        import('../live/requests'),
        import('../live/requests/sign'),
        import('../live/status'),
        import('../live/requests/way'),
        import('../live/requests/trace'),
      ]);
      const chosen = await choose(savedRequests(prepared.topology), target, prepared.topology);
      const report = status.report(key) ?? (await readStatus(session, prepared));
      const invokeUrl = invokeUrlOf(report, chosen.api, uri);
      const asked = { api: chosen.api, method: chosen.request.method, path: chosen.request.path };
      const sentAt = session.account.clock.now();
      const result = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: `Sending ${chosen.request.name}`,
          cancellable: true,
        },
        (_progress, token) => {
          const abort = new AbortController();
          token.onCancellationRequested(() => abort.abort());
          return sendRequest({
            invokeUrl,
            request: chosen.request,
            secret: (name) => secrets.get(name),
            sign: signerOf(session, prepared, asked),
            now: () => performance.now(),
            signal: abort.signal,
          });
        },
      );
      const hop = diedAt(result, asked, prepared.topology, report);
      status.set(key, {
        response: {
          request: `${chosen.request.method} ${chosen.request.path}`,
          ok: result.ok,
          latencyMs: Math.round(result.latencyMs),
          body: result.body,
          ...(result.status !== undefined && { status: result.status }),
          ...(result.reason !== undefined && { error: result.reason }),
          ...(hop !== undefined && { hop }),
        },
      });
      if (!result.ok) status.refresh(key);
      const textWith = (trace?: Trace) => responseText(chosen.request, invokeUrl, result, { hop, trace });
      const response = documents.keep(chosen.request.name, textWith());
      const show = result.ok ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
      void offer(
        (...titles) => show(responseSentence(chosen.request, result), ...titles),
        [{ title: 'Show response', command: 'ecsTopology.showResponse', args: [response] }],
      );
      const sent = {
        ...asked,
        id: result.headers['apigw-requestid'],
        service: wayOf(asked, prepared.topology, report)?.service,
        sentAt,
        answeredAt: session.account.clock.now(),
        mask: result.mask,
      };
      // Lines come some seconds later; until then the answer is there without them.
      void edge.quietly('Looking for the log lines of the request', async () => {
        documents.replace(response, textWith(await traceRequest(session, prepared, sent)));
      });
    }),
  );
  commands.add(
    registerCommand(edge, 'ecsTopology.setSecret', 'Setting the secret', async () => {
      const name = await vscode.window.showInputBox({
        title: 'Set secret for requests',
        prompt: 'Name of the secret: TOKEN for ${secret:TOKEN} in a header.',
        validateInput: (value) =>
          /^[A-Za-z_][A-Za-z0-9_]*$/.test(value) ? undefined : 'A name has letters, digits and underscores.',
      });
      if (name === undefined) throw new Cancelled();
      await secrets.ask(name);
    }),
  );
  return commands;
}

/** The request that was named; else one that is picked, or a path that is typed. */
async function choose(saved: SavedRequestOf[], target: Target, topology: Topology): Promise<SavedRequestOf> {
  const own = saved.filter(
    ({ client, api }) => target.node === undefined || target.node === client || target.node === api,
  );
  const named = own.find(({ request }) => request.name === target.request);
  if (named) return named;
  if (target.request !== undefined) {
    throw new UserError(`There is no such saved request any more: ${target.request}`);
  }
  const apis = [...topology.nodes.values()].filter(({ kindName }) => kindName === 'apiGateway');
  const [api] = apis;
  if (!api) throw new UserError('The topology has no API to send a request to. Add an API Gateway.');
  const several = apis.length > 1;
  const picked = await vscode.window.showQuickPick(
    [
      ...own.map((one) => ({
        label: one.request.name,
        description: `${one.request.method} ${one.request.path}${several ? ` · ${one.api}` : ''}`,
        saved: one,
        api: one.api,
      })),
      ...apis.map(({ id }) => ({
        label: several ? `Type a path for ${id}…` : 'Type a path…',
        saved: undefined,
        api: id,
      })),
    ],
    { title: 'Send request', placeHolder: 'Which request' },
  );
  if (!picked) throw new Cancelled();
  return picked.saved ?? typed(picked.api);
}

async function typed(api: string): Promise<SavedRequestOf> {
  const path = await vscode.window.showInputBox({
    title: 'Send request',
    prompt: 'A path, sent by GET; put another method in front: POST /users.',
    value: '/',
    validateInput: (value) => (parse(value) ? undefined : 'A path begins with a slash, such as /users.'),
  });
  const request = path === undefined ? undefined : parse(path);
  if (!request) throw new Cancelled();
  return { client: '', api, request };
}

function parse(text: string) {
  const [, method = 'GET', path = ''] = /^(?:([A-Za-z]+)\s+)?(\/\S*)$/.exec(text.trim()) ?? [];
  return savedRequest.safeParse({ name: text.trim(), method: method.toUpperCase(), path }).data;
}

function invokeUrlOf(report: StatusReport, api: string, uri: vscode.Uri): string {
  const url = Object.hasOwn(report.apis, api) ? report.apis[api] : undefined;
  if (url !== undefined) return url;
  throw new UserError(`The API is not deployed yet, so there is nothing to call: ${api}`, [
    { title: 'Deploy topology', command: 'ecsTopology.deploy', args: [uri] },
  ]);
}
