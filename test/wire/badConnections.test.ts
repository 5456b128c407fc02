import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { runCli } from './commandLine';

const CHAIN = fileURLToPath(new URL('../fixtures/original-chain.topology.json', import.meta.url));

/** No profile, no keys, no container and no instance to ask. */
const NOBODY = {
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: '',
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
  HOME: '/nonexistent',
};

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let close: (() => void) | undefined;
afterEach(() => close?.());

async function endpoint(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => server.close();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>AID</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

function xmlError(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  );
}

/** Says who one is, and hands everything else to `rest`. */
const knownCaller =
  (rest: Answer): Answer =>
  (request, response, body) => {
    if (!body.includes('GetCallerIdentity')) return rest(request, response, body);
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(identity);
  };

async function plan(...options: string[]) {
  const { code, notes } = await runCli(['plan', CHAIN, ...options], NOBODY);
  expect(code).toBe(1);
  expect(notes).not.toMatch(/\n\s+at /);
  return notes;
}

describe('a connection that does not carry', () => {
  it('says how to get credentials where there are none', async () => {
    expect(await plan()).toMatch(/credentials/i);
  });

  it('names a profile that does not exist', async () => {
    expect(await plan('--profile', 'nobody')).toMatch(/nobody/);
  });

  it('asks to log in again when the credentials have expired', async () => {
    const url = await endpoint((_request, response) =>
      xmlError(response, 403, 'ExpiredToken', 'The security token is expired'),
    );
    expect(await plan('--endpoint-url', url)).toMatch(/expired/i);
  });

  it('names an endpoint that nobody answers at', async () => {
    expect(await plan('--endpoint-url', 'http://127.0.0.1:1')).toMatch(/127\.0\.0\.1:1/);
  });

  it('names the action that is denied', async () => {
    const url = await endpoint(
      knownCaller((request, response) => {
        const message =
          'User: arn:aws:iam::123456789012:user/me is not authorized to perform: ec2:DescribeVpcs on resource: *';
        if (/x-www-form-urlencoded/.test(request.headers['content-type'] ?? '')) {
          return xmlError(response, 403, 'UnauthorizedOperation', message);
        }
        response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' });
        response.end(JSON.stringify({ __type: 'AccessDeniedException', message }));
      }),
    );
    expect(await plan('--endpoint-url', url)).toMatch(/ec2:DescribeVpcs/);
  });

  it('names the call that an emulator lacks', async () => {
    const url = await endpoint(
      knownCaller((_request, response) => {
        response.writeHead(404, { 'content-type': 'text/html' });
        response.end('<!doctype html><title>404 Not Found</title>');
      }),
    );
    expect(await plan('--endpoint-url', url)).toMatch(/does not know|not support|DescribeVpcs/i);
  });

  it('refuses an account that the file is not for, before any other call', async () => {
    const calls: string[] = [];
    const url = await endpoint((_request, response, body) => {
      calls.push(body);
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(identity.replaceAll('123456789012', '210987654321'));
    });
    const file = fileURLToPath(new URL('../fixtures/one-account.topology.json', import.meta.url));
    const { code, notes } = await runCli(['deploy', file, '--yes', '--endpoint-url', url], NOBODY);
    expect(code).toBe(1);
    expect(notes).toMatch(/account 123456789012, the connection goes to 210987654321/);
    expect(calls).toHaveLength(1);
  });
});
