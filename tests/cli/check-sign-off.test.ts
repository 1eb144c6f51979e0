import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { preAuthEncoding, STATEMENT_TYPE, writeEnvelope } from '../../src/sign-off/envelope.js';
import { pemSigner } from '../../src/sign-off/keys.js';
import { hasTool } from '../tools.js';
import { Shop } from './shop.js';

const FILE = 'pipelines/shop.json';
const DAY = ['--as-of', '2026-11-21'];

/** A pipeline that goes straight to production: blocked for several reasons. */
function straightToProduction(name = 'shop'): string {
  const action = (category: string, provider: string, configuration: object) => ({
    name: category,
    actionTypeId: { category, owner: 'AWS', provider, version: '1' },
    configuration,
  });
  const stages = [
    { name: 'Source', actions: [action('Source', 'CodeCommit', { RepositoryName: name, BranchName: 'main' })] },
    { name: 'Prod', actions: [action('Deploy', 'CodeDeploy', { ApplicationName: name, DeploymentGroupName: 'prod' })] },
  ];
  return `${JSON.stringify({ pipeline: { name, roleArn: 'arn:aws:iam::1:role/x', stages, version: 1 } }, null, 2)}\n`;
}

interface Found {
  readonly verdict: string;
  readonly findings: readonly {
    readonly rule: string;
    readonly outcome: string;
    readonly severity: string;
    readonly subject: string;
    readonly waiver?: object;
  }[];
}

function check(shop: Shop, ...args: string[]): Found {
  const { stdout, stderr } = shop.tollgate('check', FILE, '--format', 'json', ...DAY, ...args);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Found;
}

/** Waivers of everything that blocks. */
function waiversOf({ findings }: Found, expires = '2026-12-31'): string {
  const open = findings.filter(({ outcome, severity }) => severity === 'blocker' && /fail|undetermined/.test(outcome));
  const entries = open.map(
    ({ rule, subject }) => `  - rule: ${rule}
    subject: ${JSON.stringify(subject)}
    reason: The first release has no customers.
    owner: Eve Stone
    approver: Ana Ruiz
    ticket: OPS-1
    expires: ${expires}
`,
  );
  return `version: 1\nwaivers:\n${entries.join('')}`;
}

describe.runIf(hasTool('git'))('check with waivers', () => {
  let shop: Shop;
  beforeEach(() => {
    shop = new Shop();
    shop.write(FILE, straightToProduction());
  });
  afterEach(() => shop.remove());

  it('passes when every blocker is waived, and shows them as waived', () => {
    const before = check(shop);
    shop.write('tollgate.waivers.yaml', waiversOf(before));
    const after = check(shop);
    expect([before.verdict, after.verdict]).toEqual(['block', 'pass']);
    expect(after.findings.filter(({ waiver }) => waiver).map(({ outcome }) => outcome)).not.toContain('pass');
  });

  it('blocks again on the day after the last', () => {
    shop.write('tollgate.waivers.yaml', waiversOf(check(shop)));
    expect(shop.tollgate('check', FILE, '--as-of', '2026-12-31').exit).toBe(0);
    const after = shop.tollgate('check', FILE, '--as-of', '2027-01-01');
    expect(after).toMatchObject({ exit: 1, stdout: expect.stringContaining('the waiver ended on 2026-12-31') });
  });

  it('suppresses in SARIF what is waived', () => {
    shop.write('tollgate.waivers.yaml', waiversOf(check(shop)));
    const { stdout } = shop.tollgate('check', FILE, '--format', 'sarif', ...DAY);
    expect(stdout).toContain('"suppressions"');
    expect(stdout).toContain('approved by Ana Ruiz');
  });

  it('reads the file that is named, and the one that the configuration names', () => {
    const waivers = waiversOf(check(shop));
    shop.write('ops/waived.yaml', waivers);
    expect(check(shop, '--waivers', 'ops/waived.yaml').verdict).toBe('pass');
    shop.write('tollgate.yaml', 'version: 1\nwaivers:\n  file: ops/waived.yaml\n');
    expect(check(shop).verdict).toBe('pass');
    shop.write('tollgate.yaml', 'version: 1\nwaivers:\n  file: ops/waived.yaml\n  maxDays: { blocker: 30 }\n');
    expect(check(shop).verdict).toBe('block');
  });

  it.each([
    [
      'a malformed date',
      (text: string) => text.replace('2026-12-31', '31.12.2026'),
      'tollgate.waivers.yaml:9:14: "31.12.2026" is not a date',
    ],
    ['no YAML', () => 'waivers: [', 'tollgate.waivers.yaml:1:'],
  ])('decides nothing with %s', (_, alter, said) => {
    shop.write('tollgate.waivers.yaml', alter(waiversOf(check(shop))));
    expect(shop.tollgate('check', FILE, ...DAY)).toMatchObject({ exit: 3, stderr: expect.stringContaining(said) });
  });

  it('refuses a day that does not exist', () => {
    expect(shop.tollgate('check', FILE, '--as-of', '2027-02-29')).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('2027-02-29'),
    });
  });
});

describe.runIf(hasTool('git') && hasTool('ssh-keygen'))('check --statement', () => {
  let shop: Shop;
  beforeAll(() => {
    shop = new Shop();
    shop.write(FILE, straightToProduction());
    shop.write('tollgate.yaml', 'version: 1\ninputs: [pipelines]\n');
    shop.write('tollgate.waivers.yaml', waiversOf(check(shop)));
    shop.tollgate('keys', 'new', '../ana.key', '--no-passphrase');
    shop.tollgate('keys', 'trust', '../ana.key.pub', '--name', 'Ana Ruiz', '--role', 'bar-raiser');
    shop.commit('Eve Stone <eve@example.com>');
  });
  afterAll(() => shop.remove());

  const statement = () => JSON.parse(shop.read('s.json'));
  const sign = () => shop.tollgate('sign', 's.json', '--key', '../ana.key', '--yes', ...DAY);
  const verify = (...more: string[]) => shop.tollgate('verify', 's.dsse.json', ...DAY, ...more);

  it('covers what was judged, the configuration and the waivers', () => {
    expect(shop.tollgate('check', '--statement', 's.json', ...DAY).exit).toBe(0);
    const { subject, predicate } = statement();
    expect(subject.map(({ name }: { name: string }) => name)).toEqual([FILE, 'tollgate.waivers.yaml', 'tollgate.yaml']);
    expect(predicate).toMatchObject({
      verdict: 'pass',
      asOf: '2026-11-21',
      judged: [{ kind: 'pipeline', file: FILE }],
      run: { paths: ['pipelines'], config: 'tollgate.yaml', waivers: 'tollgate.waivers.yaml' },
      packs: [{ name: 'tollgate' }],
      repository: { origin: 'github.com/acme/shop' },
    });
    expect(predicate.waivers.length).toBeGreaterThan(0);
    expect(sign().exit).toBe(0);
    expect(verify()).toMatchObject({ exit: 0 });
  });

  it('is the same, byte by byte, from another folder and at another time', () => {
    const before = shop.read('s.json');
    mkdirSync(join(shop.root, 'deep/down'), { recursive: true });
    shop.tollgateIn(join(shop.root, 'deep/down'), 'check', '--statement', '../../again.json', ...DAY);
    const without = (text: string) => text.replaceAll('../../', '');
    expect(without(shop.read('again.json'))).toBe(before);
  });

  it('is refused once another pipeline stands where it looked', () => {
    shop.write('pipelines/pay.json', straightToProduction('pay'));
    expect(verify()).toMatchObject({ exit: 1, stdout: expect.stringContaining('input-added: pipelines/pay.json') });
    shop.write('pipelines/pay.json', '{}\n');
    expect(verify().exit).toBe(0);
  });

  it('is refused once a waiver changes, and says what that changes', () => {
    const before = shop.read('tollgate.waivers.yaml');
    shop.write('tollgate.waivers.yaml', 'version: 1\n');
    const { exit, stdout } = verify();
    shop.write('tollgate.waivers.yaml', before);
    expect({ exit, stdout }).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('input-changed: tollgate.waivers.yaml'),
    });
    expect(stdout).toContain('verdict: pass → block');
  });

  it('cannot be forged by whoever hands it to the signer', () => {
    const forged = statement();
    const { outcomes } = forged.predicate;
    outcomes.find(({ rule }: { rule: string }) => rule === 'pipeline/load-test').outcome = 'pass';
    shop.write('forged.json', JSON.stringify(forged));
    const signing = shop.tollgate('sign', 'forged.json', '--key', '../ana.key', '--yes', ...DAY);
    expect(signing.exit).toBe(3);
    expect(signing.stderr).toContain('the statement is not what judging gives: pipeline/load-test for ');
  });

  it('is refused when somebody signed a forged statement with another tool', async () => {
    const forged = statement();
    const { outcomes } = forged.predicate;
    outcomes.find(({ rule }: { rule: string }) => rule === 'pipeline/load-test').outcome = 'pass';
    const payload = Buffer.from(JSON.stringify(forged));
    const signer = pemSigner(readFileSync(join(shop.top, 'ana.key'), 'utf8'));
    const sig = await signer.sign(preAuthEncoding(STATEMENT_TYPE, payload));
    const signatures = [{ keyid: signer.key.id, sig }];
    shop.write('forged.dsse.json', writeEnvelope({ payloadType: STATEMENT_TYPE, payload, signatures }));
    const found = shop.tollgate('verify', 'forged.dsse.json', ...DAY);
    expect(found).toMatchObject({ exit: 1, stdout: expect.stringContaining('outcome-differs') });
    expect(shop.tollgate('verify', 'forged.dsse.json', ...DAY, '--no-judge').exit).toBe(0);
  });

  it('is refused once a waiver in it has ended', () => {
    const found = shop.tollgate('verify', 's.dsse.json', '--as-of', '2027-01-01');
    expect(found).toMatchObject({ exit: 1, stdout: expect.stringContaining('waiver-expired') });
  });

  it('says block when it blocks, and does not count when it is signed', () => {
    shop.tollgate('check', FILE, '--waivers', 'pipelines/none.yaml', '--statement', 'blocked.json', ...DAY);
    shop.write('none.yaml', 'version: 1\n');
    const judged = shop.tollgate('check', FILE, '--waivers', 'none.yaml', '--statement', 'blocked.json', ...DAY);
    shop.tollgate('sign', 'blocked.json', '--key', '../ana.key', '--yes', ...DAY);
    const found = shop.tollgate('verify', 'blocked.dsse.json', ...DAY);
    expect([judged.exit, found.exit]).toEqual([1, 1]);
    expect(found.stdout).toContain('blocked: what was signed has the verdict block');
  });

  it.each([
    ['standard input', ['-'], 2, 'a statement cannot name standard input'],
    ['a file outside', ['../outside.json'], 3, 'lies outside'],
    [
      'a secret on the command line',
      [FILE, '-p', 'DbPassword=hunter2secret'],
      2,
      'a statement would show the value of DbPassword',
    ],
    ['a file that cannot be read', ['broken.json'], 3, 'no statement about what could not be judged'],
  ])('is not written about %s', (_, args, exit, said) => {
    shop.secret('outside.json', straightToProduction());
    shop.write('broken.json', '{"pipeline": {"stages": [{"actions": [{"actionTypeId":');
    const { exit: code, stderr } = shop.tollgate('check', ...args, '--statement', 'never.json', ...DAY);
    expect({ code, stderr }).toMatchObject({ code: exit, stderr: expect.stringContaining(said) });
    expect(stderr).not.toContain('hunter2');
    expect(() => shop.read('never.json')).toThrow();
  });

  it('tells at once why nobody would accept it', () => {
    const other = new Shop();
    other.git('remote', 'remove', 'origin');
    other.write(FILE, straightToProduction());
    const first = other.tollgate('check', FILE, '--statement', 's.json', ...DAY);
    other.tollgate('keys', 'new', '../k', '--no-passphrase');
    other.tollgate('keys', 'trust', '--name', 'Ana Ruiz', '--role', 'bar-raiser', '--role', 'director', '../k.pub');
    const second = other.tollgate('check', FILE, '--statement', 's.json', ...DAY);
    other.remove();
    expect(first.stderr).toContain('but what is blocked is not accepted');
    expect(first.stderr).toContain('but there is no trust policy yet');
    expect(second.stderr).toContain('but nothing tells which repository it is for');
  });

  it('takes parameters from a file, which is signed too', () => {
    shop.write('parameters.yaml', 'Stage: prod\n');
    shop.tollgate('check', FILE, '-p', 'parameters.yaml', '-p', 'Env=prod', '--statement', 'p.json', ...DAY);
    const { subject, predicate } = JSON.parse(shop.read('p.json'));
    expect(subject.map(({ name }: { name: string }) => name)).toContain('parameters.yaml');
    expect(predicate.run.parameters).toEqual(['parameters.yaml', 'Env=prod']);
  });
});

describe.runIf(hasTool('git'))('a statement about a Terraform module', () => {
  it('covers every file of the module, not only the one that holds the pipeline', () => {
    const shop = new Shop();
    shop.write('infra/main.tf', TERRAFORM);
    shop.write('infra/variables.tf', 'variable "group" {\n  default = "beta"\n}\n');
    const { stderr } = shop.tollgate('check', 'infra', '--statement', 's.json', ...DAY);
    const { subject } = JSON.parse(shop.read('s.json'));
    shop.remove();
    expect(stderr).toContain('Wrote the statement s.json');
    expect(subject.map(({ name }: { name: string }) => name)).toEqual(['infra/main.tf', 'infra/variables.tf']);
  });
});

const TERRAFORM = `resource "aws_codepipeline" "shop" {
  name     = "shop"
  role_arn = "arn:aws:iam::1:role/x"
  stage {
    name = "Source"
    action {
      name     = "Source"
      category = "Source"
      owner    = "AWS"
      provider = "CodeCommit"
      version  = "1"
    }
  }
  stage {
    name = "Deploy"
    action {
      name     = "Deploy"
      category = "Deploy"
      owner    = "AWS"
      provider = "CodeDeploy"
      version  = "1"
      configuration = {
        ApplicationName     = "shop"
        DeploymentGroupName = var.group
      }
    }
  }
}
`;

describe.runIf(hasTool('git'))('who wrote a change or carries it out, as the manifest says', () => {
  let shop: Shop;
  beforeAll(() => {
    shop = new Shop();
    const example = join(import.meta.dirname, '../../examples/changes/larger-orders-database.yaml');
    shop.write('cm.yaml', readFileSync(example));
    for (const [key, name] of [
      ['ana', 'Ana Ruiz'],
      ['ben', 'Ben Okafor'],
      ['dana', 'Dana Weber'],
    ] as const) {
      shop.tollgate('keys', 'new', `../${key}`, '--no-passphrase');
      shop.tollgate('keys', 'trust', `../${key}.pub`, '--name', name, '--role', 'bar-raiser');
    }
    shop.commit('Wu <wu@example.com>');
    shop.tollgate('check', 'cm.yaml', '--statement', 's.json', ...DAY);
  });
  afterAll(() => shop.remove());

  it.each([
    ['ana', 1, 'duty-author: Ana Ruiz signed and wrote CM-2026-118'],
    ['ben', 1, 'duty-executor: Ben Okafor signed and will run CM-2026-118'],
    ['dana', 0, '✓ bar-raiser  Dana Weber'],
  ])('%s signs: exit %i, %s', (key, exit, says) => {
    shop.tollgate('sign', 's.json', '--key', `../${key}`, '--yes', '--output', `${key}.json`, ...DAY);
    expect(shop.tollgate('verify', `${key}.json`, ...DAY)).toMatchObject({
      exit,
      stdout: expect.stringContaining(says),
    });
  });
});
