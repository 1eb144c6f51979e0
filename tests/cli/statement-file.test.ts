import { relative } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPlace } from '../../src/cli/sign-off/place.js';
import { type JudgedRun, makeStatement, writeStatement } from '../../src/cli/sign-off/statement-file.js';
import { findTrustPolicy } from '../../src/cli/sign-off/trust-file.js';
import { applyWaivers } from '../../src/cli/sign-off/waiver-file.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { readStatement } from '../../src/sign-off/statement.js';
import { failing, reportOf } from '../engine/waivers.js';
import { Shop } from './shop.js';

const FILE = 'pipelines/shop.yaml';
const run: JudgedRun = {
  report: reportOf(failing('Shop/Prod/Deploy')),
  files: [FILE, 'tollgate.yaml'],
  packs: [],
  duties: [],
  asOf: '2026-11-21',
};

let shop: Shop;
beforeAll(() => {
  shop = new Shop();
  shop.write(FILE, 'a\n');
  shop.write('tollgate.yaml', 'version: 1\nwaivers:\n  never: [pipeline/load-test]\n  maxDays: { blocker: 10 }\n');
  shop.commit('Eve Stone <eve@example.com>');
});
afterAll(() => shop.remove());

function terminal(cwd = shop.root): Terminal {
  const output = { write: () => {}, isTTY: false, columns: undefined };
  const stdin = new PassThrough() as unknown as Terminal['stdin'];
  return { stdin, stdout: output, stderr: output, env: {}, cwd, now: () => new Date('2026-11-21T23:59:59Z') };
}

describe('a statement', () => {
  it('names every file from the root of the repository, sorted, each once', async () => {
    const statement = await makeStatement({ ...run, files: ['tollgate.yaml', FILE, `./${FILE}`] }, terminal());
    expect(statement.subject.map(({ name }) => name)).toEqual([FILE, 'tollgate.yaml']);
    expect(statement.subject[0]!.digest.sha256).toBe(
      '87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7',
    );
  });

  it('is the same from any folder of the repository', async () => {
    const [subject] = run.report.subjects;
    const inside: JudgedRun = {
      ...run,
      files: ['../tollgate.yaml'],
      report: { ...run.report, subjects: [{ ...subject!, location: { ...subject!.location, file: 'shop.yaml' } }] },
    };
    expect(await makeStatement(inside, terminal(`${shop.root}/pipelines`))).toEqual(
      await makeStatement(run, terminal()),
    );
  });

  it('knows the repository it is for', async () => {
    const { repository } = (await makeStatement(run, terminal())).predicate;
    expect(repository).toEqual({
      declared: null,
      origin: 'github.com/acme/shop',
      root: shop.git('rev-parse', 'HEAD').trim(),
    });
  });

  it('is read back from its file', async () => {
    const statement = await makeStatement(run, terminal());
    await writeStatement('s.json', statement, terminal());
    expect(readStatement(Buffer.from(shop.read('s.json')))).toEqual(statement);
  });

  it('is not made about a file outside the repository', async () => {
    const outside = relative(shop.root, shop.secret('outside.yaml', 'a\n'));
    await expect(makeStatement({ ...run, files: [outside] }, terminal())).rejects.toThrow(/lies outside/);
  });

  it('is not made about standard input', async () => {
    await expect(makeStatement({ ...run, files: ['-'] }, terminal())).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('is not made when something could not be judged', async () => {
    const report = { ...run.report, problems: [{ code: 'SYNTAX', message: 'not valid YAML' }] };
    await expect(makeStatement({ ...run, report }, terminal())).rejects.toThrow(/not valid YAML/);
  });
});

describe('the waivers of a repository', () => {
  const waivers = (rule: string, expires: string) => `version: 1
waivers:
  - { rule: ${rule}, subject: Shop/Prod/Deploy, reason: It is being rebuilt., owner: Cy, approver: Bo, ticket: X-1, expires: ${expires} }
`;
  const apply = async (named?: string, config: string | null = 'tollgate.yaml') =>
    applyWaivers(
      run.report,
      { place: await findPlace(shop.root), cwd: shop.root, named, config: config ?? undefined },
      run.asOf,
    );

  it('are none when there is no file', async () => {
    expect(await apply()).toEqual({ report: run.report, file: undefined });
  });

  it('stand in tollgate.waivers.yaml, and the file has a say', async () => {
    shop.write('tollgate.waivers.yaml', waivers('pipeline/bake-time', '2026-12-01'));
    const { report, file } = await apply();
    expect([report.verdict, file]).toEqual(['pass', 'tollgate.waivers.yaml']);
  });

  it('obey what the configuration says', async () => {
    shop.write('named.yaml', waivers('pipeline/bake-time', '2026-12-02'));
    expect((await apply('named.yaml')).report.verdict).toBe('block');
    expect((await apply('named.yaml', null)).report.verdict).toBe('pass');
  });

  it('are an error when a named file is not there', async () => {
    await expect(apply('nowhere.yaml')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('are an error when one is wrong, at its line', async () => {
    shop.write('wrong.yaml', waivers('pipeline/bake-time', '2026-02-30'));
    await expect(apply('wrong.yaml')).rejects.toMatchObject({
      code: 'WAIVER',
      location: { file: 'wrong.yaml', line: 3 },
    });
  });
});

describe('trust in the configuration', () => {
  it('needs no version of its own', async () => {
    shop.write('tollgate.yaml', 'version: 1\ntrust:\n  repositories: [github.com/acme/shop]\n');
    const place = await findPlace(shop.root);
    expect(findTrustPolicy(place, shop.root, undefined)).toMatchObject({ repositories: ['github.com/acme/shop'] });
  });

  it('gives way to a file of its own', async () => {
    shop.write('tollgate.trust.yaml', 'version: 1\nrepositories: [github.com/acme/other]\n');
    const place = await findPlace(shop.root);
    expect(findTrustPolicy(place, shop.root, undefined)).toMatchObject({ repositories: ['github.com/acme/other'] });
  });
});
