import type * as Sts from '@aws-sdk/client-sts';
import type { HandlersOf } from './handlers';

/** Who is calling: everyone is the same user. */
export const stsHandlers = {
  GetCallerIdentityCommand: (context) => ({
    Account: context.world.account,
    Arn: `arn:aws:iam::${context.world.account}:user/sandbox`,
    UserId: 'AIDASANDBOXSANDBOX00',
  }),
} satisfies HandlersOf<typeof Sts>;
