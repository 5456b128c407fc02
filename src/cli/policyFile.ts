import type { PolicyDocument } from '../sandbox/iam/policyDocument';
import { UserError, type Io } from './command';

/** The policies in a file: a document, or as many as `policy` prints at once. */
export async function readPolicies(path: string, io: Io): Promise<PolicyDocument[]> {
  const content = await io
    .readFile(path)
    .then((text): unknown => JSON.parse(text))
    .catch(() => undefined);
  const documents = documentsIn(content);
  if (documents.length > 0) return documents;
  throw new UserError(`The file holds no IAM policy; write there what "policy" prints: ${path}`);
}

function documentsIn(value: unknown): PolicyDocument[] {
  if (typeof value !== 'object' || value === null) return [];
  // The sandbox checks what stands in the statements.
  if ('Statement' in value && Array.isArray(value.Statement)) return [value as PolicyDocument];
  return Object.values(value).flatMap(documentsIn);
}
