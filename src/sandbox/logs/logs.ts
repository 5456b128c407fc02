import { eventHandlers } from './events';
import { groupHandlers } from './groups';
import { liveTailHandlers } from './liveTail';
import { resourcePolicyHandlers } from './resourcePolicies';

/** Every CloudWatch Logs command that the sandbox answers. */
export const logsHandlers = {
  ...groupHandlers,
  ...eventHandlers,
  ...liveTailHandlers,
  ...resourcePolicyHandlers,
};
