import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was asked of the endpoint, in order. */
interface Asked {
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

export interface ExecEndpoint extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly Asked[];
}

export const TASK = '0123456789abcdef0123456789abcdef';
export const TOKEN = 'token-that-nobody-may-see';

const arn = (rest: string) => `arn:aws:ecs:ap-southeast-1:123456789012:${rest}`;
const taskArn = arn(`task/microservices-cluster/${TASK}`);

/** ECS of one task with ECS Exec, over the wire: no emulator knows ExecuteCommand. */
const ANSWERS: Readonly<Record<string, object>> = {
  ListTasks: { taskArns: [taskArn] },
  DescribeTasks: {
    tasks: [
      {
        taskArn,
        clusterArn: arn('cluster/microservices-cluster'),
        taskDefinitionArn: arn('task-definition/user-service:1'),
        group: 'service:user-service',
        lastStatus: 'RUNNING',
        enableExecuteCommand: true,
        platformVersion: '1.4.0',
        containers: [
          {
            name: 'user-service',
            lastStatus: 'RUNNING',
            runtimeId: `${TASK}-1`,
            managedAgents: [{ name: 'ExecuteCommandAgent', lastStatus: 'RUNNING' }],
          },
        ],
      },
    ],
  },
  DescribeTaskDefinition: {
    taskDefinition: {
      family: 'user-service',
      revision: 1,
      taskRoleArn: 'arn:aws:iam::123456789012:role/task',
    },
  },
  ExecuteCommand: {
    session: {
      sessionId: 'ecs-execute-command-1',
      streamUrl: 'wss://127.0.0.1:1/channel',
      tokenValue: TOKEN,
    },
  },
};

const XML: Readonly<Record<string, string>> = {
  GetCallerIdentity: '<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/me</Arn>',
  SimulatePrincipalPolicy:
    '<IsTruncated>false</IsTruncated><EvaluationResults><member><EvalActionName>ssmmessages:OpenDataChannel</EvalActionName><EvalDecision>allowed</EvalDecision></member></EvaluationResults>',
};

export async function startExecEndpoint(): Promise<ExecEndpoint> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const target = request.headers['x-amz-target'];
      if (typeof target === 'string') {
        const operation = target.split('.').at(-1) ?? '';
        // The SDK sends objects.
        asked.push({ operation, input: JSON.parse(body) as Record<string, unknown> });
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        return response.end(JSON.stringify(ANSWERS[operation] ?? {}));
      }
      const input = Object.fromEntries(new URLSearchParams(body));
      const operation = input['Action'] ?? '';
      asked.push({ operation, input });
      response.setHeader('content-type', 'text/xml');
      const result = `<${operation}Result>${XML[operation] ?? ''}</${operation}Result>`;
      return response.end(`<${operation}Response>${result}</${operation}Response>`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
  return text;
}
