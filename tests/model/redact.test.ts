// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of shells and templates are what this is about
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findSecrets, REDACTED, redact } from '../../src/model/redact.js';
import { processorTime } from '../processor-time.js';

const PEM = `-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----`;

describe('a secret is hidden', () => {
  test.each([
    ['OAuthToken: abc123', 'OAuthToken: [redacted]'],
    ['"OAuthToken": "abc123", "Repo": "orders"', '"OAuthToken": "[redacted]", "Repo": "orders"'],
    ['{"a":1,"Password":"a\\"b","c":2}', '{"a":1,"Password":"[redacted]","c":2}'],
    ["db_password = 'it''s', x", "db_password = '[redacted]', x"],
    ['password: correct horse, battery # note', 'password: [redacted] # note'],
    ['{ password: correct horse, user: jo }', '{ password: [redacted], user: jo }'],
    ['password = "hunter2"', 'password = "[redacted]"'],
    ['export GITHUB_TOKEN=abc npm run x', 'export GITHUB_TOKEN=[redacted] npm run x'],
    ['run --api-key abc --verbose', 'run --api-key [redacted] --verbose'],
    ['run --password="a b" -x', 'run --password="[redacted]" -x'],
    ['Server=db;Password=a!b;Encrypt=true', 'Server=db;Password=[redacted];Encrypt=true'],
    ['https://api.example/?access_token=abc&x=1', 'https://api.example/?access_token=[redacted]&x=1'],
    ['ConnectionString: Server=db', 'ConnectionString: [redacted]'],
    ['credentials: jo', 'credentials: [redacted]'],
    ['the client secret is "abc"', 'the client secret is "[redacted]"'],
    ["sh -c '${TOKEN:-fallback}'", "sh -c '${TOKEN:-[redacted]}'"],
    ['AKIAIOSFODNN7EXAMPLE', '[redacted]'],
    ['wJ4lrXUtnF3MI/K7mDE9G/bPxRf1CYe2AmPl3K5y', '[redacted]'],
    ['push with ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'push with [redacted]'],
    ['github_pat_11AAAAAAA0abcdefghijkl_mnop', '[redacted]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_123', '[redacted]'],
    [`key: ${PEM} end`, 'key: [redacted] end'],
    ['postgres://jo:p@ss/w@db.example/orders', 'postgres://[redacted]@db.example/orders'],
    ['https://token@github.com/org/repo', 'https://[redacted]@github.com/org/repo'],
    ['Authorization: Bearer abcdef', 'Authorization: Bearer [redacted]'],
    ['Authorization: Basic am86aHVudGVyMg==', 'Authorization: Basic [redacted]'],
    ['curl -s -u jo:hunter2 https://x.example', 'curl -s -u [redacted] https://x.example'],
    ['Name: DB_PASSWORD\n  Value: abc\n', 'Name: DB_PASSWORD\n  Value: [redacted]\n'],
    [
      '{"value":"abc","type":"PLAINTEXT","name":"API_KEY"}',
      '{"value":"[redacted]","type":"PLAINTEXT","name":"API_KEY"}',
    ],
    [
      '"[{\\"name\\":\\"TOKEN\\",\\"value\\":\\"a\\\\\\"b\\"}]"',
      '"[{\\"name\\":\\"TOKEN\\",\\"value\\":\\"[redacted]\\"}]"',
    ],
    ['a:\n  Token: |-\n    one\n    two\n  Next: x', 'a:\n  Token: |-\n    [redacted]\n  Next: x'],
    ['a:\n  Token:\n    abc\n  Next: x', 'a:\n  Token:\n    [redacted]\n  Next: x'],
  ])('%j', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });
});

describe('what only speaks of secrets stays readable', () => {
  test.each([
    'Type: AWS::SecretsManager::Secret',
    'SecretsManager: enabled',
    'stack token-service: unreachable',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf',
    'OAuthToken: "{{resolve:secretsmanager:github:SecretString:token}}"',
    'OAuthToken: !Ref GitHubToken',
    '"OAuthToken": {"Ref": "GitHubToken"}',
    'GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}',
    'TOKEN=$(aws ecr get-login-password)',
    'docker login --username AWS --password-stdin "${ACCOUNT}.dkr.ecr"',
    'token = var.github_token',
    'SecretArn: prod/db',
    'PasswordPolicy: strong',
    'max_tokens: 4096',
    'id-token: write',
    'secrets: inherit',
    'the token is missing, so the password cannot be read',
    'Running basic performance tests',
    'bearer token authentication',
    'git@github.com:org/repo',
    'https://host:8080/path@1.2.3',
    '3b18e512dba79e4c8300dd08aeb37f8e728b8dad',
    'MyStackPipelineProdDeployApplic1A2B3C4D5',
    'block: 2 pipelines, 1 failed; pass: nothing',
    'pipeline/no-literal-secret',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

/** A value as people choose them: no white space, no quotes, nothing that ends a value in a shell. */
const secretValue = fc
  .stringMatching(/^[A-Za-z0-9][A-Za-z0-9!%+._~-]{7,30}[A-Za-z0-9]$/)
  .filter(
    (value) =>
      !/^(?:true|false|null|none|undefined|unknown|required|optional|string|inherit|missing|empty)$/i.test(value),
  );
const secretName = fc.constantFrom(
  ...['OAuthToken', 'GITHUB_TOKEN', 'token', 'clientSecret', 'secret', 'MasterUserPassword', 'passwd', 'DB_PWD'],
  ...['apiKey', 'api_key', 'X-Api-Key', 'private_key', 'SecretAccessKey', 'credentials', 'connection_string'],
);
const surroundings = fc.constantFrom<(name: string, value: string) => string>(
  (name, value) => `${name}: ${value}`,
  (name, value) => `      ${name}: ${value} # why`,
  (name, value) => `${name}: "${value}"`,
  (name, value) => `${name}: '${value}'`,
  (name, value) => `{"a":1,"${name}":"${value}","b":[2]}`,
  (name, value) => `{ x: 1, ${name}: ${value}, y: 2 }`,
  (name, value) => `${name} = "${value}"`,
  (name, value) => `export ${name}=${value} && run`,
  (name, value) => `run --${name} ${value} --fast`,
  (name, value) => `run --${name}=${value} --fast`,
  (name, value) => JSON.stringify(JSON.stringify({ [name]: value, next: 1 })),
  (name, value) => JSON.stringify(JSON.stringify(JSON.stringify({ [name]: value }))),
  (name, value) => JSON.stringify([{ name, value, type: 'PLAINTEXT' }]),
  (name, value) => JSON.stringify(JSON.stringify([{ value, type: 'PLAINTEXT', name }])),
  (name, value) => `- ParameterKey: ${name}\n  ParameterValue: ${value}\n- ParameterKey: x`,
  (name, value) => `${name}: >-\n  ${value}\nnext: 1`,
  (name, value) => `the ${name} is "${value}"`,
);

test('a value of a thing that is named like a secret never comes through, however it is written', () => {
  fc.assert(
    fc.property(secretName, secretValue, surroundings, (name, value, write) => {
      expect(redact(write(name, value))).not.toContain(value);
    }),
    { numRuns: 2000 },
  );
});

test('redacting twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(secretName, secretValue, surroundings)), fc.string(), (items, noise) => {
      const once = redact(items.map(([name, value, write]) => write(name, value)).join(`\n${noise}`));
      expect(redact(once)).toBe(once);
    }),
  );
});

test('ranges are in order, apart, and inside the text', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(secretName, secretValue, surroundings)), (items) => {
      const text = items.map(([name, value, write]) => write(name, value)).join(' ');
      let last = 0;
      for (const { start, end } of findSecrets(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }),
  );
});

test('text without any of the telling words is not touched', () => {
  fc.assert(
    fc.property(fc.lorem({ maxCount: 40 }), (text) => {
      expect(redact(text)).toBe(text);
    }),
  );
});

describe('half a megabyte of hostile text takes less than two seconds', () => {
  test.each([
    'password:',
    'password: "',
    'token=a ',
    '://a:b',
    '"name":"token",',
    'value: ',
    '\\',
    '\\"secret\\":\\"',
    'curl ',
    'eyJa.',
    '-----BEGIN PRIVATE KEY-----',
    'Token:\n',
    '{{resolve:token:',
    'a',
  ])('%j over and over', (piece) => {
    const text = `token ${piece.repeat(Math.ceil(500_000 / piece.length))}`;
    const start = processorTime();
    redact(text);
    expect(processorTime() - start).toBeLessThan(2000);
  });
});

test('what stands in place of a secret says so', () => {
  expect(REDACTED).toBe('[redacted]');
});
