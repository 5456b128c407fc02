import { policyHandlers } from './policies';
import { roleHandlers } from './roles';

/** Every IAM command that the sandbox answers. */
export const iamHandlers = { ...roleHandlers, ...policyHandlers };
