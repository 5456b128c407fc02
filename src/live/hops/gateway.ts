import type { Found } from '../../engine/provider';
import { isRef, type Resource } from '../../engine/resource';
import type {
  ApiProps,
  IntegrationProps,
  RouteProps,
  StageProps,
  Throttle,
  VpcLinkProps,
} from '../../kinds/resourceTypes';
import { judgeInstances } from './registration';
import { finding, fine, type Verdict } from './verdict';
import { judged, valueOf, type View } from './view';

/** A stage deploys within seconds; after this a missing deployment is the endpoint's manner. Milliseconds. */
const STAGE_PATIENCE = 5 * 60_000;

/** Nobody is called at an address that is switched off; an API without another has no other. */
export function judgeApi(_resource: Resource<string, ApiProps>, { props }: Found): Verdict {
  return props.executeEndpoint === false
    ? finding('endpointDisabled', {
        reason: "The API's own address is switched off: it answers 404 to everything.",
      })
    : fine();
}

export function judgeStage({ id }: Resource<string, StageProps>, { props }: Found, view: View): Verdict {
  if (letsNothingThrough(props.throttle)) {
    return finding('throttledToNothing', {
      reason: 'The stage lets no request through: it answers 429 to everything.',
    });
  }
  return judged(
    view.snapshot.stages,
    id,
    ({ LastDeploymentStatusMessage: message, DeploymentId, CreatedDate }) => {
      if (message !== undefined && /fail/i.test(message)) return finding('stageFailed', { reason: message });
      const age = view.snapshot.at - (CreatedDate?.getTime() ?? 0);
      // Emulators deploy nothing and say nothing.
      if (DeploymentId === undefined && message === undefined && age < STAGE_PATIENCE) {
        return finding('stageDeploying', { reason: 'The stage has no deployment yet.' });
      }
      return fine('deployed');
    },
  );
}

/** The route must lead to the integration that the drawing says. */
export function judgeRoute(route: Resource<string, RouteProps>, found: Found, view: View): Verdict {
  const wanted = view.deployed(route.props.integrationId);
  const actual = found.props.integrationId;
  if (wanted !== undefined && actual !== wanted) {
    return finding('routeElsewhere', {
      reason: `Route ${route.props.key} leads to ${shown(actual)} instead of integration ${wanted}.`,
    });
  }
  return judgeCallers(route.props, found);
}

/**
 * A route with no target of ours is not found as ours; its key is taken all the same, and leads elsewhere. Undefined
 * where there is none of that key, or nothing of ours that it could lead to.
 */
export function judgeForeignRoute({ props }: Resource<string, RouteProps>, view: View): Verdict | undefined {
  const wanted = view.deployed(props.integrationId);
  const api = isRef(props.apiId) ? props.apiId.$ref : '';
  const there = valueOf(view.snapshot.routes.get(api))?.find(({ RouteKey }) => RouteKey === props.key);
  if (wanted === undefined || !there) return undefined;
  const actual = there.Target?.replace(/^integrations\//, '');
  return finding('routeElsewhere', {
    reason: `Route ${props.key} is there and leads to ${shown(actual)} instead of integration ${wanted}.`,
  });
}

/** A route that asks for more than the drawing says refuses those who call it; one that asks for less is open. */
function judgeCallers({ key, auth: wanted }: RouteProps, { props }: Found): Verdict {
  const actual = props.auth;
  if (typeof actual !== 'string' || actual === wanted) return fine();
  const instead = wanted === 'NONE' ? 'although the drawing leaves it open' : `instead of ${wanted}`;
  return actual === 'NONE'
    ? finding('routeOpen', { reason: `Route ${key} lets everybody in instead of asking for ${wanted}.` })
    : finding('routeRefuses', { reason: `Route ${key} asks for ${actual}, ${instead}.` });
}

/** The integration must use our link and lead to our listener or Cloud Map service. */
export function judgeIntegration(
  { props }: Resource<string, IntegrationProps>,
  found: Found,
  view: View,
): Verdict {
  for (const member of ['uri', 'vpcLinkId'] as const) {
    const wanted = view.deployed(props[member]);
    const actual = found.props[member];
    // What an endpoint does not echo cannot be compared.
    if (wanted !== undefined && actual !== undefined && actual !== wanted) {
      const what = member === 'uri' ? 'leads to' : 'uses VPC link';
      return finding('integrationElsewhere', {
        reason: `Integration ${found.physicalId} ${what} ${shown(actual)} instead of ${wanted}.`,
      });
    }
  }
  if (found.props.path !== undefined && found.props.path !== props.path) {
    return finding('pathElsewhere', {
      reason: `Integration ${found.physicalId} sends ${pathIn(found.props.path)} to the service instead of ${pathIn(props.path)}.`,
    });
  }
  // Without a load balancer the gateway asks Cloud Map where to send.
  const target = isRef(props.uri) ? view.resource(props.uri.$ref) : undefined;
  return target?.type === 'AWS::ServiceDiscovery::Service' && view.found(target.id)
    ? judgeInstances(target.id, view)
    : fine();
}

export function judgeLink({ id }: Resource<string, VpcLinkProps>, _found: Found, view: View): Verdict {
  return judged(view.snapshot.links, id, ({ VpcLinkStatus: status, VpcLinkStatusMessage: message }) => {
    const details = {
      reason: message === undefined || message === '' ? `The VPC link is ${status ?? '?'}.` : message,
    };
    switch (status) {
      case 'AVAILABLE':
        return fine('available');
      case 'PENDING':
        return finding('linkPending', { ...details, summary: 'pending' });
      case 'INACTIVE':
        return finding('linkInactive', { ...details, summary: 'inactive' });
      case 'FAILED':
        return finding('linkFailed', { ...details, summary: 'failed' });
      case 'DELETING':
        return finding('linkFailed', { ...details, summary: 'deleting' });
      default:
        return finding('notReadable', details);
    }
  });
}

/** Of a mapping of the path; without one the gateway leaves the stage in it. */
function pathIn(mapping: unknown): string {
  return typeof mapping === 'string' ? `the path ${mapping}` : 'the path with the name of the stage';
}

function letsNothingThrough(throttle: unknown): boolean {
  const limits = throttle as Partial<Throttle> | undefined;
  return limits?.rate === 0 || limits?.burst === 0;
}

function shown(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : 'nothing';
}
