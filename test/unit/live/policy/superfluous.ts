import type { PolicyDocument } from '../../../../src/live/policy/document';
import { decide, type Demand } from '../../../../src/sandbox/iam/policyDocument';

/** What a whole life does not come to. */
const RARE: readonly RegExp[] = [
  // A service leaves its cluster or namespace; a security group or target group is made anew.
  /^ec2:DeleteTags /,
  /^elasticloadbalancing:(SetSecurityGroups|ModifyListener) /,
  // The file loses or gets something.
  /^ecs:PutClusterCapacityProviders /,
  /^ec2:(DeleteRoute|ReplaceRoute|ModifyVpcEndpoint) /,
  /^iam:(Delete|Put)RolePermissionsBoundary /,
  /^apigateway:DELETE on .*(\/accesslogsettings|\/cors|\/routesettings\/\*)"/,
  // Only a subnet without a way out has its endpoints looked at.
  /^ec2:DescribeVpcEndpoints /,
  // Something lingers.
  /^(ec2:DescribeNetworkInterfaces|servicediscovery:DeregisterInstance) /,
];

/** What of some policies nobody has asked for: with it gone all the same is allowed. */
export function superfluous(documents: readonly PolicyDocument[], seen: readonly Demand[]): string[] {
  const unlike = [...new Map(seen.map((demand) => [JSON.stringify(demand), demand])).values()];
  return documents.flatMap((document, at) =>
    document.Statement.flatMap((statement) =>
      statement.Action.filter((action) => {
        const asked = unlike.filter((demand) => demand.action === action);
        const rest = { ...statement, Action: statement.Action.filter((other) => other !== action) };
        const without = documents.map((one, index) =>
          index === at
            ? { ...one, Statement: one.Statement.map((other) => (other === statement ? rest : other)) }
            : one,
        );
        return asked.every((demand) => decide(without, demand) === 'allowed');
      })
        .map((action) => `${action} on ${JSON.stringify(statement.Resource)}`)
        .filter((one) => !RARE.some((pattern) => pattern.test(one))),
    ),
  );
}
