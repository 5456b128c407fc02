import { describe, expect, it } from 'vitest';
import { looksSecret } from '../../../../src/kinds/ecsService/secrets';

describe('a variable', () => {
  it.each([
    ['PASSWORD', 'x'],
    ['DB_PASSWORD', 'hunter2'],
    ['apiKey', 'abc'],
    ['STRIPE_API_KEY', 'abc'],
    ['AWS_SECRET_ACCESS_KEY', 'abc'],
    ['GITHUB_TOKEN', 'abc'],
    ['ANY', 'AKIAIOSFODNN7EXAMPLE'],
    ['DATABASE_URL', 'postgres://app:hunter2@db.internal/app'],
    ['ANY', '-----BEGIN RSA PRIVATE KEY-----'],
  ])('%s=%s looks like a secret', (name, value) => expect(looksSecret(name, value)).toBe(true));

  it.each([
    ['TOKEN_URL', 'https://id.example/token'],
    ['TOKEN', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:x'],
    ['PASSWORD', '/run/secrets/password'],
    ['REQUIRE_PASSWORD', 'true'],
    ['MAX_TOKEN', '4096'],
    ['SECRET', ''],
    ['MONKEY', 'banana'],
    ['DATABASE_URL', 'postgres://db.internal/app'],
  ])('%s=%s does not', (name, value) => expect(looksSecret(name, value)).toBe(false));
});
