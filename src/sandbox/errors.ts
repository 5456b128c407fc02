/** An error as the SDK's clients throw it: told apart by `name`, never by class (aws-reference §0). */
export interface AwsError extends Error {
  readonly $fault: 'client' | 'server';
  readonly $metadata: {
    readonly httpStatusCode: number;
    readonly requestId?: string;
    readonly attempts?: number;
    readonly totalRetryDelay?: number;
  };
}

/**
 * Makes an AWS-shaped error. `fields` are the modelled members of the exception (`NamespaceId`,
 * `DuplicateOperationId`) and, for the query protocols, the wire `Code`.
 */
export function awsError(
  name: string,
  message: string,
  options: { status?: number; fields?: Readonly<Record<string, unknown>> } = {},
): AwsError {
  const status = options.status ?? 400;
  const error = new Error(message);
  error.name = name;
  return Object.assign(error, options.fields, {
    $fault: status >= 500 ? ('server' as const) : ('client' as const),
    $metadata: { httpStatusCode: status, attempts: 1, totalRetryDelay: 0 },
  });
}

/** An error of a query-protocol service, whose wire code is the name without "Exception" (aws-reference §0). */
export function queryError(name: string, message: string, status = 400): AwsError {
  return awsError(name, message, { status, fields: { Code: name.replace(/Exception$/, '') } });
}

/** Whether `value` is an error of the simulated account (anything else thrown by it is a bug). */
export function isAwsError(value: unknown): value is AwsError {
  return value instanceof Error && '$metadata' in value && '$fault' in value;
}
