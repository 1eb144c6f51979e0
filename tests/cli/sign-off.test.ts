import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasTool } from '../tools.js';
import { Shop } from './shop.js';

const canRun = hasTool('git') && hasTool('ssh-keygen');
const PASSPHRASE = 'correct horse battery';
const FILES = ['pipelines/shop.json', 'pipelines/pay.json'];

/** A pipeline that ends before production: nothing in it blocks. */
function pipeline(name: string): string {
  const action = (category: string, provider: string, configuration: object) => ({
    name: category,
    actionTypeId: { category, owner: 'AWS', provider, version: '1' },
    configuration,
  });
  const stages = [
    { name: 'Source', actions: [action('Source', 'CodeCommit', { RepositoryName: 'shop', BranchName: 'main' })] },
    {
      name: 'Beta',
      actions: [action('Deploy', 'CodeDeploy', { ApplicationName: 'shop', DeploymentGroupName: 'beta' })],
    },
  ];
  return `${JSON.stringify({ pipeline: { name, roleArn: 'arn:aws:iam::1:role/x', stages, version: 1 } }, null, 2)}\n`;
}

function state(shop: Shop): void {
  const done = shop.tollgate('check', ...FILES, '--statement', 'sign-off.json', '--as-of', '2026-11-21');
  if (done.exit !== 0) throw new Error(done.stdout + done.stderr);
}

/** A repository in which Ana (encrypted PEM) and Bo (SSH) may sign what Eve wrote. */
function signedShop(): Shop {
  const shop = new Shop();
  shop.write(FILES[0]!, pipeline('shop'));
  shop.write(FILES[1]!, pipeline('pay'));
  shop.secret('pass', `${PASSPHRASE}\n`);
  const { top } = shop;
  execFileSync('ssh-keygen', ['-q', '-N', '', '-t', 'ed25519', '-f', join(top, 'bo')]);
  shop.tollgate('keys', 'new', '../ana.key', '--passphrase-file', '../pass');
  shop.tollgate(
    'keys',
    'trust',
    '../ana.key.pub',
    '--name',
    'Ana Ruiz',
    '--role',
    'bar-raiser',
    '--email',
    'ana@example.com',
  );
  shop.tollgate('keys', 'trust', '../bo.pub', '--name', 'Bo Lind', '--role', 'director', '--email', 'bo@example.com');
  shop.write(
    'tollgate.trust.yaml',
    `${shop.read('tollgate.trust.yaml')}requires:\n  pipeline: { roles: { bar-raiser: 1, director: 1 } }\n`,
  );
  state(shop);
  shop.commit('Eve Stone <eve@example.com>');
  return shop;
}

const DAY = ['--as-of', '2026-11-22'];
const signAsAna = ['sign', 'sign-off.json', '--key', '../ana.key', '--passphrase-file', '../pass', '--yes', ...DAY];
const signAsBo = ['sign', 'sign-off.dsse.json', '--ssh-key', '../bo', '--yes', ...DAY];
const verify = ['verify', 'sign-off.dsse.json', ...DAY];

describe.runIf(canRun)('a sign-off by two people', () => {
  let shop: Shop;
  beforeAll(() => {
    shop = signedShop();
  });
  afterAll(() => shop.remove());

  it('tells after the first signature who is missing', () => {
    const { exit, stdout, stderr } = shop.tollgate(...signAsAna);
    expect({ exit, stdout }).toMatchObject({ exit: 0, stdout: expect.stringContaining('Signed sign-off.dsse.json') });
    expect(stderr).toContain('role-missing: still to sign: director');
    expect(shop.tollgate(...verify)).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('director    nobody yet'),
    });
  });

  it('is complete after the second', () => {
    const { exit, stderr } = shop.tollgate(...signAsBo);
    expect({ exit, stderr }).toMatchObject({ exit: 0, stderr: expect.stringContaining('It is complete') });
    const { exit: verified, stdout } = shop.tollgate(...verify);
    expect({ verified, stdout }).toMatchObject({ verified: 0, stdout: expect.stringContaining('accepted') });
  });

  it('is not signed twice by one key', () => {
    expect(shop.tollgate(...signAsBo)).toMatchObject({ exit: 3, stderr: expect.stringContaining('already') });
  });

  it('never shows the passphrase or the private key', () => {
    const secret = readFileSync(join(shop.top, 'ana.key'), 'utf8').split('\n')[1]!;
    for (const args of [signAsAna, signAsBo, verify]) {
      const { stdout, stderr } = shop.tollgate(...args);
      for (const text of [stdout, stderr]) {
        expect(text).not.toContain(PASSPHRASE);
        expect(text).not.toContain(secret);
      }
    }
  });

  it('is verified from another folder of the repository', () => {
    expect(shop.tollgateIn(join(shop.root, 'pipelines'), 'verify', '../sign-off.dsse.json', ...DAY).exit).toBe(0);
  });

  it('is verified for machines', () => {
    const found = JSON.parse(shop.tollgate(...verify, '--format', 'json').stdout);
    expect(found).toMatchObject({
      version: 1,
      accepted: true,
      refusals: [],
      signers: [
        { role: 'bar-raiser', name: 'Ana Ruiz' },
        { role: 'director', name: 'Bo Lind' },
      ],
    });
  });

  it('says for machines why it is refused, in words of a closed list', () => {
    const found = JSON.parse(
      shop.tollgate('verify', 'sign-off.dsse.json', '--as-of', '2027-02-20', '--format', 'json').stdout,
    );
    expect(found).toMatchObject({
      accepted: false,
      refusals: [
        { reason: 'expired', meaning: 'it was signed too long ago', hint: expect.stringContaining('sign again') },
      ],
    });
  });

  it('survives a new clone, another folder, and touched times', () => {
    shop.commit('Eve Stone <eve@example.com>');
    const clone = join(shop.top, 'elsewhere');
    shop.gitIn(shop.top, 'clone', '-q', shop.root, clone);
    for (const name of FILES) utimesSync(join(clone, name), 1, 1);
    shop.gitIn(clone, 'remote', 'set-url', 'origin', 'https://token:secret@github.com/acme/shop');
    expect(shop.tollgateIn(clone, ...verify)).toMatchObject({ exit: 0 });
  });

  it('is refused in a shallow clone, which does not know the authors', () => {
    const clone = join(shop.top, 'shallow');
    shop.gitIn(shop.top, 'clone', '-q', '--depth', '1', `file://${shop.root}`, clone);
    shop.gitIn(clone, 'remote', 'set-url', 'origin', 'https://github.com/acme/shop');
    expect(shop.tollgateIn(clone, ...verify)).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('authors-unknown'),
    });
  });

  it('is refused in a copy under another name', () => {
    const copy = join(shop.top, 'copy');
    shop.gitIn(shop.top, 'clone', '-q', shop.root, copy);
    shop.gitIn(copy, 'remote', 'set-url', 'origin', 'git@github.com:acme/pay.git');
    expect(shop.tollgateIn(copy, ...verify)).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('repository-differs: it was signed for github.com/acme/shop'),
    });
  });

  it('is refused on the day after its last', () => {
    expect(shop.tollgate('verify', 'sign-off.dsse.json', '--as-of', '2027-02-20')).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('expired'),
    });
  });

  it('cannot be verified without a trust policy, or with one that is broken', () => {
    shop.write('broken.yaml', 'version: 1\npeople:\n  - name: Ana\n    keys: x\n');
    const broken = shop.tollgate(...verify, '--trust', 'broken.yaml');
    expect(broken).toMatchObject({ exit: 3, stderr: expect.stringContaining('broken.yaml:3:') });
    expect(shop.tollgate(...verify, '--trust', 'nowhere.yaml')).toMatchObject({
      exit: 3,
      stderr: expect.stringContaining('nowhere.yaml'),
    });
  });
});

describe.runIf(canRun)('a sign-off is refused', () => {
  let shop: Shop;
  beforeAll(() => {
    shop = signedShop();
    shop.tollgate(...signAsAna);
    shop.tollgate(...signAsBo);
  });
  afterAll(() => shop.remove());

  it('when a byte of a file changes, and says which', () => {
    const before = shop.read(FILES[0]!);
    shop.write(FILES[0]!, `${before} `);
    expect(shop.tollgate(...verify)).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('input-changed: pipelines/shop.json is not what was signed'),
    });
    shop.write(FILES[0]!, before);
    expect(shop.tollgate(...verify).exit).toBe(0);
  });

  it('when line ends change, and says that it is they', () => {
    const before = shop.read(FILES[0]!);
    shop.write(FILES[0]!, before.replaceAll('\n', '\r\n'));
    expect(shop.tollgate(...verify).stdout).toContain('has other line ends');
    shop.write(FILES[0]!, before);
  });

  it('when the envelope is no envelope', () => {
    shop.write('broken.json', '{"payload": "x", "payload": "y"}');
    expect(shop.tollgate('verify', 'broken.json')).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('envelope-malformed: the key "payload" stands twice'),
    });
  });

  it('when a signer committed a signed file', () => {
    const before = shop.read(FILES[1]!);
    shop.write(FILES[1]!, `${before}\n`);
    shop.commit('Bo L. <BO@example.com>');
    shop.write(FILES[1]!, before);
    shop.commit('Eve Stone <eve@example.com>');
    expect(shop.tollgate(...verify)).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('duty-author: Bo Lind signed and wrote pipelines/pay.json'),
    });
  });

  it('when a signer is a co-author of a signed file', () => {
    const other = signedShop();
    other.tollgate(...signAsAna);
    other.tollgate(...signAsBo);
    other.git(
      'commit',
      '-q',
      '--amend',
      '--author=Eve Stone <eve@example.com>',
      '-m',
      'x\n\nCo-authored-by: Ana Ruiz <a@example.com>',
    );
    const { stdout } = other.tollgate(...verify);
    other.remove();
    expect(stdout).toContain('duty-author: Ana Ruiz signed and wrote pipelines/pay.json, pipelines/shop.json');
  });

  it('when there is a repository and git cannot be asked who wrote it', () => {
    const other = signedShop();
    other.write('tollgate.trust.yaml', `repositories: [github.com/acme/shop]\n${other.read('tollgate.trust.yaml')}`);
    other.git('commit', '-q', '--amend', '--all', '--author=Ana Ruiz <ana@example.com>', '-m', 'x');
    state(other);
    other.tollgate(...signAsAna);
    other.tollgate(...signAsBo);
    expect(other.tollgate(...verify).stdout).toContain('duty-author: Ana Ruiz');
    const path = process.env.PATH;
    process.env.PATH = join(other.top, 'empty');
    const withoutGit = other.tollgate(...verify);
    process.env.PATH = path;
    renameSync(join(other.root, '.git'), join(other.top, 'put-away'));
    const withoutRepository = other.tollgate(...verify);
    other.remove();
    expect(withoutGit).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('authors-unknown: git cannot be asked'),
    });
    expect(withoutRepository).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('authors-unknown: it was made in a git repository, and here is none'),
    });
  });

  it('when a signed file is not committed as it stands', () => {
    const other = signedShop();
    other.git('rm', '-q', '--cached', FILES[0]!);
    other.tollgate(...signAsAna);
    other.tollgate(...signAsBo);
    const { stdout } = other.tollgate(...verify);
    other.remove();
    expect(stdout).toContain('authors-unknown: pipelines/shop.json is not committed as it stands');
  });
});

describe.runIf(canRun)('signing', () => {
  let shop: Shop;
  beforeAll(() => {
    shop = signedShop();
  });
  afterAll(() => shop.remove());

  it('shows what is signed before it is', () => {
    const { stderr } = shop.tollgate(...signAsAna, '-o', 'shown.json');
    expect(stderr).toContain('You are about to sign:');
    expect(stderr).toContain('verdict    pass, as of 2026-11-21, by tollgate 0.1.0 for github.com/acme/shop');
  });

  it('is not done without being asked, where nobody can be asked', () => {
    const { exit, stderr } = shop.tollgate('sign', 'sign-off.json', '--ssh-key', '../bo', '-o', 'unasked.json');
    expect({ exit, stderr }).toMatchObject({ exit: 2, stderr: expect.stringContaining('--yes') });
    expect(existsSync(join(shop.root, 'unasked.json'))).toBe(false);
  });

  it.each([
    [['--key', '../ana.key', '--ssh-key', '../bo'], 2, 'name one key'],
    [[], 2, 'name one key'],
    [['--key', '../ana.key'], 3, 'no terminal to ask for its passphrase'],
    [['--key', '../bo'], 3, 'sign with --ssh-key'],
    [['--key', '../none'], 3, 'there is no file'],
    [['--ssh-key', '../none'], 3, 'there is no'],
    [['--key', '../pass'], 3, 'no private key in PEM form'],
    [['--kms-key', 'alias/x'], 3, 'npm install @aws-sdk/client-kms'],
  ])('with %j ends with %i', (key, exit, said) => {
    const done = shop.tollgate('sign', 'sign-off.json', '--yes', '-o', 'never.json', ...key);
    expect(done).toMatchObject({ exit, stderr: expect.stringContaining(said) });
    expect(existsSync(join(shop.root, 'never.json'))).toBe(false);
  });

  it('takes the passphrase from the environment', () => {
    shop.env = { TOLLGATE_PASSPHRASE: PASSPHRASE };
    const args = ['sign', 'sign-off.json', '--key', '../ana.key', '--yes', '-o', 'environment.json'];
    expect(shop.tollgate(...args).exit).toBe(0);
    shop.env = { TOLLGATE_PASSPHRASE: 'wrong horse battery' };
    const wrong = shop.tollgate(...args.with(-1, 'wrong.json'));
    expect(wrong).toMatchObject({ exit: 3, stderr: expect.stringContaining('the passphrase does not open the key') });
    expect(wrong.stderr).not.toContain('wrong horse battery');
    shop.env = {};
  });

  it('works with a key that only an agent holds', () => {
    const agent = execFileSync('ssh-agent', ['-s'], { encoding: 'utf8' });
    const [, socket = '', pid = ''] = /SSH_AUTH_SOCK=([^;]+).*SSH_AGENT_PID=(\d+)/s.exec(agent) ?? [];
    try {
      execFileSync('ssh-add', ['-q', join(shop.top, 'bo')], {
        env: { ...process.env, SSH_AUTH_SOCK: socket },
        stdio: 'ignore',
      });
      execFileSync('mv', [join(shop.top, 'bo'), join(shop.top, 'bo.away')]);
      shop.env = { SSH_AUTH_SOCK: socket };
      const done = shop.tollgate('sign', 'sign-off.json', '--ssh-key', '../bo.pub', '--yes', '-o', 'agent.json');
      expect(done).toMatchObject({ exit: 0 });
    } finally {
      shop.env = {};
      execFileSync('mv', [join(shop.top, 'bo.away'), join(shop.top, 'bo')]);
      process.kill(Number(pid));
    }
  });

  it('is refused when the files are not those of the statement', () => {
    const before = shop.read(FILES[0]!);
    shop.write(FILES[0]!, 'other\n');
    const done = shop.tollgate('sign', 'sign-off.json', '--ssh-key', '../bo', '--yes', '-o', 'changed.json');
    shop.write(FILES[0]!, before);
    expect(done).toMatchObject({
      exit: 3,
      stderr: expect.stringContaining('pipelines/shop.json is not as the statement has it'),
    });
  });

  it('does not add to signatures over another statement', () => {
    shop.tollgate(...signAsAna);
    shop.write('sign-off.json', shop.read('sign-off.json').replace('"asOf":"2026-11-21"', '"asOf":"2026-11-20"'));
    const done = shop.tollgate(...signAsAna);
    state(shop);
    expect(done).toMatchObject({ exit: 3, stderr: expect.stringContaining('holds signatures over another statement') });
  });

  it('leaves no temporary file behind', () => {
    expect(readdirSync(shop.root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe.runIf(hasTool('git'))('a new key', () => {
  let shop: Shop;
  beforeAll(() => {
    shop = new Shop();
    shop.secret('pass', `${PASSPHRASE}\n`);
  });
  afterAll(() => shop.remove());

  it('is readable by its owner alone, and encrypted', () => {
    shop.tollgate('keys', 'new', '../new.key', '--passphrase-file', '../pass');
    expect(statSync(join(shop.top, 'new.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(shop.top, 'new.key'), 'utf8')).toContain('BEGIN ENCRYPTED PRIVATE KEY');
  });

  it('never replaces another', () => {
    shop.secret('old.key', 'precious');
    expect(shop.tollgate('keys', 'new', '../old.key', '--no-passphrase')).toMatchObject({
      exit: 3,
      stderr: expect.stringContaining('is there already'),
    });
    expect(readFileSync(join(shop.top, 'old.key'), 'utf8')).toBe('precious');
  });

  it('is refused a passphrase that is guessed in no time', () => {
    shop.secret('short', 'abc\n');
    expect(shop.tollgate('keys', 'new', '../weak.key', '--passphrase-file', '../short')).toMatchObject({
      exit: 2,
      stderr: expect.not.stringContaining('abc'),
    });
    expect(existsSync(join(shop.top, 'weak.key'))).toBe(false);
  });

  it.runIf(hasTool('openssl'))('is read by OpenSSL', () => {
    shop.tollgate('keys', 'new', '../p256.key', '--type', 'ecdsa-p256', '--passphrase-file', '../pass');
    const text = execFileSync(
      'openssl',
      ['pkey', '-in', join(shop.top, 'p256.key'), '-passin', `file:${join(shop.top, 'pass')}`, '-noout', '-text'],
      { encoding: 'utf8' },
    );
    expect(text).toContain('prime256v1');
  });

  it('is not trusted by its private half', () => {
    expect(shop.tollgate('keys', 'trust', '../new.key', '--name', 'Ana', '--role', 'bar-raiser')).toMatchObject({
      exit: 3,
      stderr: expect.stringContaining('../new.key.pub'),
    });
  });

  it('leaves the trust policy as it was when it cannot be trusted', () => {
    shop.tollgate('keys', 'trust', '../new.key.pub', '--name', 'Ana Ruiz', '--role', 'bar-raiser');
    const before = shop.read('tollgate.trust.yaml');
    const done = shop.tollgate('keys', 'trust', '../new.key.pub', '--name', 'Bo Lind', '--role', 'director');
    expect(done).toMatchObject({ exit: 3, stderr: expect.stringContaining("the key is Ana Ruiz's already") });
    expect(shop.read('tollgate.trust.yaml')).toBe(before);
  });
});
