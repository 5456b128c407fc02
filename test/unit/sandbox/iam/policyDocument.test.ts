import { describe, expect, it } from 'vitest';
import {
  checkDocuments,
  decide,
  type PolicyDocument,
  type PolicyStatement,
} from '../../../../src/sandbox/iam/policyDocument';

const GROUP = 'arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1';

function decided(statements: readonly PolicyStatement[], keys: Record<string, string | string[]> = {}) {
  const document: PolicyDocument = { Version: '2012-10-17', Statement: statements };
  return decide([document], { action: 'ec2:DeleteSecurityGroup', resource: GROUP, keys });
}

const allow = (rest: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'ec2:DeleteSecurityGroup',
  Resource: GROUP,
  ...rest,
});

describe('what a policy allows', () => {
  it('is what action, resource and every condition fit', () => {
    expect(decided([allow()])).toBe('allowed');
    expect(decided([allow({ Action: ['ec2:createtags', 'ec2:deletesecuritygroup'] })])).toBe('allowed');
    expect(decided([allow({ Action: 'ec2:Delete*' })])).toBe('allowed');
    expect(decided([allow({ Resource: 'arn:aws:ec2:eu-west-1:*:security-group/sg-?' })])).toBe('allowed');
    expect(decided([])).toBe('implicitDeny');
    expect(decided([allow({ Action: 'ec2:CreateTags' })])).toBe('implicitDeny');
    expect(decided([allow({ Resource: 'arn:aws:ec2:eu-west-1:*:security-group/sg-' })])).toBe('implicitDeny');
  });

  it('takes the point of a pattern for a point', () => {
    expect(decided([allow({ Resource: GROUP.replace(':security', '.security') })])).toBe('implicitDeny');
  });

  it('goes by the tags that the request comes with', () => {
    const Condition = { StringEquals: { 'aws:resourcetag/ecs-topology:stack': ['shop', 'shop/dev'] } };
    const tag = 'aws:ResourceTag/ecs-topology:stack';
    expect(decided([allow({ Condition })], { [tag]: 'shop' })).toBe('allowed');
    expect(decided([allow({ Condition })], { [tag]: 'other' })).toBe('implicitDeny');
    expect(decided([allow({ Condition })], { 'aws:ResourceTag/Ecs-topology:stack': 'shop' })).toBe(
      'implicitDeny',
    );
    expect(decided([allow({ Condition })])).toBe('implicitDeny');
  });

  it('holds no condition true that it does not know', () => {
    expect(decided([allow({ Condition: { DateGreaterThan: { 'aws:CurrentTime': '2020' } } })])).toBe(
      'implicitDeny',
    );
  });

  it('is denied by an explicit deny, whatever else allows it', () => {
    const never = { ...allow({ Action: '*', Resource: '*' }), Effect: 'Deny' as const };
    expect(decided([allow(), never])).toBe('explicitDeny');
  });
});

it('refuses statements that it would misjudge', () => {
  const strange = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } as unknown as PolicyStatement;
  expect(() => checkDocuments([{ Version: '2012-10-17', Statement: [strange] }])).toThrow(/NotAction/);
});
