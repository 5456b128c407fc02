import { policyFor, PURPOSES, type Purpose } from '../live/policy';
import { POLICY_LIMIT, type PolicyDocument } from '../live/policy/document';
import { regionOf, type Prepared } from '../live/prepare';
import { inEnvironment } from '../model/environment';
import { memberOf, type JsonValue } from '../model/json';
import {
  CONNECTION_OPTIONS,
  ENVIRONMENT_OPTION,
  EXIT,
  text,
  UserError,
  type Command,
  type Invocation,
  type Io,
  type Values,
} from './command';
import { loadDocument, prepareFor, withPrepared } from './file';

export const policyCommand: Command = {
  name: 'policy',
  arguments: 'FILE',
  positionals: { min: 1, max: 1 },
  summary: 'Print the IAM policies that deploying, inspecting and log reading of a topology need.',
  options: {
    for: { type: 'string', value: 'PURPOSE', help: `Only one of them: ${PURPOSES.join(', ')}.` },
    account: {
      type: 'string',
      value: 'ID',
      help: 'Account, for a file that names none; that of the connection unless given.',
    },
    json: { type: 'boolean', help: 'JSON is all that it prints.' },
    ...ENVIRONMENT_OPTION,
    ...CONNECTION_OPTIONS,
  },
  async run(invocation) {
    const purpose = purposeOf(invocation.values);
    await withAccount(invocation, async (prepared, account) => {
      const parts = (one: Purpose) => inParts(one, policyFor(one, prepared, account), invocation.io);
      const shown =
        purpose === undefined ? Object.fromEntries(PURPOSES.map((one) => [one, parts(one)])) : parts(purpose);
      invocation.io.out(JSON.stringify(shown, null, 2));
    });
    return EXIT.done;
  },
};

function purposeOf(values: Values): Purpose | undefined {
  const given = text(values, 'for');
  const purpose = PURPOSES.find((one) => one === given);
  if (given === undefined || purpose !== undefined) return purpose;
  throw new UserError(`--for is one of ${PURPOSES.join(', ')}: ${given}`, EXIT.usage);
}

/** Prepares the file for its account. With account and region known nothing is asked of AWS. */
async function withAccount(
  invocation: Invocation,
  use: (prepared: Prepared, account: string) => Promise<void>,
): Promise<void> {
  const { values, io } = invocation;
  const { document, environment } = await loadDocument(invocation);
  const asked = inEnvironment(document, environment);
  const account = accountOf(values, asked);
  const region =
    regionOf(asked) ?? text(values, 'region') ?? io.env['AWS_REGION'] ?? io.env['AWS_DEFAULT_REGION'];
  if (account === undefined || region === undefined || disagrees(values, asked)) {
    return withPrepared(invocation, (prepared, session) =>
      use(prepared, account ?? session.identity.account),
    );
  }
  await use(prepareFor(document, { region, account, environment }), account);
}

function accountOf(values: Values, document: JsonValue): string | undefined {
  const [given, own] = [text(values, 'account'), memberOf(document, 'account')];
  if (given !== undefined && !/^\d{12}$/.test(given)) {
    throw new UserError(`--account takes the twelve digits of an account: ${given}`, EXIT.usage);
  }
  if (typeof own !== 'string') return given;
  if (given === undefined || given === own) return own;
  throw new UserError(`The file names its account, so --account is not for it: ${own}`, EXIT.usage);
}

/** A region that is not the file's is refused where all commands refuse it. */
function disagrees(values: Values, document: JsonValue): boolean {
  const [given, own] = [text(values, 'region'), regionOf(document)];
  return given !== undefined && own !== undefined && given !== own;
}

/** One document as it is, several as a list. */
function inParts(
  purpose: Purpose,
  documents: readonly PolicyDocument[],
  io: Io,
): PolicyDocument | readonly PolicyDocument[] | undefined {
  if (documents.length < 2) return documents[0];
  const limit = POLICY_LIMIT.toLocaleString('en');
  io.note(
    `A managed policy takes ${limit} characters, so this one is ${documents.length} documents; make a policy of each and attach them all: ${purpose}`,
  );
  return documents;
}
