import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { corpusFiles } from '../corpus-folder.js';

let folder: string;

function tollgate(...args: string[]) {
  const done = spawnSync(process.execPath, [resolve('bin/tollgate.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TOLLGATE_USER: 'ana' },
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
const get = (name: string) => readFileSync(join(folder, name), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-orr-'));
  mkdirSync(join(folder, '.git'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const launch = () =>
  expect(
    tollgate('orr', 'new', '--service', 'shop', '--owner', 'team', '--checklist', 'service-launch', '-o', 'r.yaml')
      .code,
  ).toBe(0);

describe('orr new', () => {
  test('makes a file that reads as a review, names its path, and refuses to write over one', () => {
    const made = tollgate('orr', 'new', '--service', 'My Shop', '--owner', 'team', '--checklist', 'serverless');
    expect(made.out).toBe('orr/my-shop-serverless.yaml\n');
    expect(tollgate('orr', 'status', '--no-checks').out).toContain('0 of');
    const again = tollgate('orr', 'new', '--service', 'My Shop', '--owner', 'team', '--checklist', 'serverless');
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('exists already')]);
  });

  test('makes no review that could not be read again', () => {
    const { code, err } = tollgate('orr', 'new', '--service', ' ', '--checklist', 'serverless');
    expect([code, err]).toEqual([2, expect.stringContaining('--service is empty')]);
    expect(readdirSync(folder)).toEqual(['.git']);
  });

  test('names the checklists when there is no such one', () => {
    const { code, err } = tollgate('orr', 'new', '--service', 's', '--checklist', 'lanch');
    expect([code, err]).toEqual([3, expect.stringContaining('service-launch')]);
  });
});

describe('orr answer', () => {
  beforeEach(launch);

  test('writes all flags or none', () => {
    const before = get('r.yaml');
    const wrong = tollgate('orr', 'answer', '--set', 'slo=yes', '--set', 'slow=yes', '--set', 'on-call=maybe');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('no item "slow"');
    expect(wrong.err).toContain('"maybe" is neither yes nor no');
    expect(get('r.yaml')).toBe(before);
  });

  test('keeps comments and order, and changes only lines that it is about', () => {
    const before = get('r.yaml').replace('  slo:\n', '  # my own remark\n  slo:\n');
    put('r.yaml', before);
    expect(tollgate('orr', 'answer', '--set', 'slo=yes').code).toBe(0);
    const lines = get('r.yaml').split('\n');
    for (const line of before.split('\n')) if (!/^ {4}answer:$/.test(line)) expect(lines).toContain(line);
    expect(lines.length - before.split('\n').length).toBe(2);
  });

  test('takes answers from JSON, also through a pipe', () => {
    put(
      'a.json',
      JSON.stringify({
        slo: { answer: 'no', mitigation: { plan: 'soon', owner: 'bo', due: '2030-01-01' } },
        'detection-time': 4,
        'api-matrix': { notApplicable: 'nobody calls it' },
      }),
    );
    expect(tollgate('orr', 'answer', '--from', 'a.json').code).toBe(0);
    const piped = spawnSync(process.execPath, [resolve('bin/tollgate.js'), 'orr', 'answer', '--from', '-'], {
      cwd: folder,
      input: '{"on-call":"yes"}',
      encoding: 'utf8',
    });
    expect(piped.status).toBe(0);
    const { items } = JSON.parse(tollgate('orr', 'answer', '--list', '--format', 'json').out) as {
      items: { id: string; state: string; risk: string; answer: unknown }[];
    };
    const of = (id: string) => items.find((item) => item.id === id);
    expect(of('slo')).toMatchObject({ state: 'answered', answer: 'no', risk: 'high' });
    expect(of('detection-time')).toMatchObject({ answer: 4, risk: 'none' });
    expect(of('api-matrix')).toMatchObject({ state: 'not-applicable' });
    expect(of('on-call')).toMatchObject({ answer: 'yes' });
  });

  test.each([
    ['--mitigation-owner slo=bo', 'slo: a mitigation begins with its plan'],
    ['--mitigation slo=', 'slo: "" mitigates nothing'],
    ['--mitigation slo=TBD', 'slo: "TBD" mitigates nothing'],
    ['--mitigation slo=canaries --mitigation-owner slo=nobody', 'slo: "nobody" is nobody who owns it'],
    ['--mitigation slo=canaries --mitigation-ticket slo=', 'slo: the ticket is empty'],
    ['--not-applicable slo=n/a', 'slo: not applicable needs a reason of a few words'],
    ['--set slo=yes --set slo=no', 'slo is answered twice'],
    ['--set slo=yes --not-applicable slo=nobody_calls_it', 'slo is answered twice'],
  ])('%s is refused, and nothing is written', (flags, message) => {
    const before = get('r.yaml');
    const { code, err } = tollgate('orr', 'answer', ...flags.split(' '));
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(get('r.yaml')).toBe(before);
  });

  test('a mitigation is told part by part, and an empty note takes the note away', () => {
    expect(tollgate('orr', 'answer', '--set', 'slo=no', '--mitigation', 'slo=canaries', '--note', 'slo=so').code).toBe(
      0,
    );
    expect(tollgate('orr', 'answer', '--mitigation-owner', 'slo=bo', '--note', 'slo=').code).toBe(0);
    expect(get('r.yaml')).toMatch(/ {4}answer: no\n {4}mitigation:\n {6}plan: canaries\n {6}owner: bo\n/);
  });

  test('a file that is evidence is named from the root, from wherever it was attached', () => {
    mkdirSync(join(folder, 'docs'));
    put('docs/a.md', 'a');
    put('docs/b.md', 'b');
    const attach = (path: string, cwd: string) =>
      spawnSync(
        process.execPath,
        [resolve('bin/tollgate.js'), 'orr', 'answer', resolve(folder, 'r.yaml'), '--evidence', `slo=${path}`],
        { cwd, encoding: 'utf8' },
      ).status;
    expect(attach(join(folder, 'docs', 'a.md'), folder)).toBe(0);
    expect(attach('b.md', join(folder, 'docs'))).toBe(0);
    expect(attach('./docs/../docs/a.md', folder)).toBe(0);
    expect(get('r.yaml').match(/ - file: .*/g)).toEqual([' - file: docs/a.md', ' - file: docs/b.md']);
  });

  test('a review that is read-only stays as it is', () => {
    const before = get('r.yaml');
    chmodSync(join(folder, 'r.yaml'), 0o444);
    const { code, err } = tollgate('orr', 'answer', '--set', 'slo=yes');
    expect([code, err]).toEqual([3, expect.stringContaining('the file is read-only')]);
    expect(get('r.yaml')).toBe(before);
  });

  test('hashes files that are evidence; a changed one is stale', () => {
    put('runbook.md', 'first');
    expect(tollgate('orr', 'answer', '--set', 'runbooks=yes', '--evidence', 'runbooks=runbook.md').code).toBe(0);
    expect(tollgate('orr', 'status', '--no-checks').out).not.toContain('runbook.md');
    put('runbook.md', 'second');
    expect(tollgate('orr', 'status', '--no-checks').out.replace(/\s+/g, ' ')).toContain(
      'runbooks: file runbook.md: the file runbook.md has changed since it was attached',
    );
    expect(tollgate('orr', 'answer', '--evidence', 'runbooks=/etc/passwd').code).toBe(2);
  });

  test('many writers at once lose nothing', async () => {
    const items = ['slo', 'on-call', 'runbooks', 'dashboard', 'canaries', 'quotas', 'bake-time', 'failure-model'];
    const codes = await Promise.all(
      items.map(
        (item) =>
          new Promise((done) => {
            spawn(process.execPath, [resolve('bin/tollgate.js'), 'orr', 'answer', '--set', `${item}=no`], {
              cwd: folder,
              stdio: 'ignore',
            }).on('close', done);
          }),
      ),
    );
    expect(codes).toEqual(items.map(() => 0));
    const { answered } = (
      JSON.parse(tollgate('orr', 'status', '--format', 'json', '--no-checks').out) as {
        reviews: { answered: string[] }[];
      }
    ).reviews[0]!;
    expect([...answered].sort()).toEqual([...items].sort());
  });

  test('points at every error of a broken file, each at its line, and changes nothing', () => {
    put('r.yaml', get('r.yaml').replace('review: 1', 'review: 7').replace('  owners:', '  owner:'));
    const { code, err } = tollgate('orr', 'answer', '--set', 'slo=yes');
    expect(code).toBe(3);
    expect(err).toMatch(/r\.yaml:3:9: this is version "7"/);
    expect(err).toMatch(/r\.yaml:6:3: unknown key "owner" in the service\s+Did you mean "owners"\?/);
    expect(err).toContain('Nothing was decided');
  });
});

describe('a checklist that changes under a review', () => {
  const item = (id: string, question: string) =>
    `      - { id: ${id}, title: ${id}, question: ${question}, criticality: high, phase: launch, driver: review }\n`;
  const checklist = (...items: string[]) =>
    `title: Own\nsections:\n  - id: all\n    title: All\n    items:\n${items.join('')}`;

  test('shows what is new, changed and gone, and asks it again', () => {
    put('own.yaml', checklist(item('one', 'Is one?'), item('two', 'Is two?')));
    tollgate('orr', 'new', '--service', 's', '--owner', 'o', '--checklist', './own.yaml', '-o', 'r.yaml');
    tollgate('orr', 'answer', '--set', 'one=yes', '--set', 'two=yes');
    expect(tollgate('orr', 'check', '--no-checks').code).toBe(0);
    put('own.yaml', checklist(item('two', 'Is two really so?'), item('three', 'Is three?')));
    const { out } = tollgate('orr', 'status', '--no-checks');
    for (const line of ['new: three', 'changed: two', 'gone: one']) expect(out).toContain(line);
    expect(tollgate('orr', 'check', '--no-checks').code).toBe(1);
    expect(tollgate('orr', 'answer', '--set', 'two=yes', '--set', 'three=yes').code).toBe(0);
    expect(get('r.yaml')).toContain('  # Is three?\n  three:\n');
    expect(tollgate('orr', 'status', '--no-checks').out).toContain('2 of 2 answered');
  });
});

describe('judging', () => {
  const PIPELINE = (loadTest: boolean) =>
    JSON.stringify({
      pipeline: {
        name: 'shop',
        stages: [
          {
            name: 'Source',
            actions: [
              {
                name: 'S',
                actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' },
                configuration: { RepositoryName: 'shop', BranchName: 'main' },
              },
            ],
          },
          {
            name: 'Gamma',
            actions: [
              {
                name: 'Deploy',
                runOrder: 1,
                actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CloudFormation', version: '1' },
                configuration: { ActionMode: 'CREATE_UPDATE', StackName: 'shop-gamma', TemplatePath: 'Out::t.yaml' },
              },
              ...(loadTest
                ? [
                    {
                      name: 'LoadTest',
                      runOrder: 2,
                      actionTypeId: { category: 'Test', owner: 'AWS', provider: 'CodeBuild', version: '1' },
                      configuration: { ProjectName: 'shop-k6' },
                    },
                  ]
                : []),
            ],
          },
          {
            name: 'Prod',
            actions: [
              {
                name: 'Deploy',
                actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CloudFormation', version: '1' },
                configuration: { ActionMode: 'CREATE_UPDATE', StackName: 'shop-prod', TemplatePath: 'Out::t.yaml' },
              },
            ],
          },
        ],
      },
    });

  test('answers from the rules, follows them when they change, and lets nobody contradict them in silence', () => {
    launch();
    put('pipeline.json', PIPELINE(true));
    expect(tollgate('orr', 'answer', '--prefill').code).toBe(0);
    expect(get('r.yaml')).toMatch(
      /load-test-in-pipeline:\n {4}asked: \w+\n {4}answer: yes\n {4}evidence:\n {6}- rule: pipeline\/load-test\n/,
    );
    put('pipeline.json', PIPELINE(false));
    expect(tollgate('orr', 'status').out.replace(/\s+/g, ' ')).toContain(
      'the outcome of pipeline/load-test was pass, and is fail now',
    );
    expect(tollgate('orr', 'answer', '--set', 'load-test-in-pipeline=yes').code).toBe(0);
    expect(tollgate('orr', 'check').out).toContain('orr/contradictions-have-a-note');
    expect(tollgate('orr', 'answer', '--note', 'load-test-in-pipeline=it runs elsewhere').code).toBe(0);
    expect(tollgate('orr', 'check').out).not.toMatch(/✗ orr\/contradictions-have-a-note/);
    expect(tollgate('orr', 'export', '--format', 'markdown').out).toContain('Answers that contradict the rules');
  });

  test('tollgate check includes the reviews that it finds', () => {
    launch();
    put('pipeline.json', PIPELINE(true));
    const report = JSON.parse(tollgate('check', '--format', 'json').out) as {
      subjects: { kind: string }[];
      findings: { rule: string }[];
    };
    expect(report.subjects.map((subject) => subject.kind).sort()).toEqual(['pipeline', 'review']);
    expect(report.findings.map((finding) => finding.rule)).toContain('orr/every-question-answered');
  });

  test('a review that cannot be read decides nothing', () => {
    launch();
    put('r.yaml', get('r.yaml').replace('review: 1', 'review: 2'));
    expect(tollgate('orr', 'check', '--no-checks').code).toBe(3);
    expect(tollgate('check').code).toBe(3);
  });

  test('a rule that nobody ran, because there is nothing to judge, is no evidence', () => {
    put(
      'own.yaml',
      `title: Own
sections:
  - id: s
    title: S
    items:
      - { id: question, title: Q, question: Is it?, criticality: high, phase: launch, driver: review, evidence: { kinds: [rule] } }
`,
    );
    tollgate('orr', 'new', '--service', 's', '--owner', 'o', '--checklist', './own.yaml', '-o', 'r.yaml');
    tollgate('orr', 'answer', '--set', 'question=yes', '--evidence', 'question=rule:pipeline/load-test');
    for (const flags of [[], ['--no-checks']]) expect(tollgate('orr', 'check', ...flags).code).toBe(1);
    put('r.yaml', get('r.yaml').replace(/( +)- rule: pipeline\/load-test\n/, '$&$1  outcome: pass\n'));
    const { code, out } = tollgate('orr', 'check');
    expect(out.replace(/\s+/g, ' ')).toContain('the rule pipeline/load-test judges nothing here');
    expect(code).toBe(1);
  });

  test('the same review and the same day give the same bytes', () => {
    launch();
    tollgate('orr', 'answer', '--set', 'slo=no');
    const run = () =>
      tollgate('orr', 'export', '--as-of', '2026-12-01').out +
      tollgate('orr', 'check', '--as-of', '2026-12-01', '--format', 'json').out;
    expect(run()).toBe(run());
  });
});

test('a checklist that is not there is a mistake in the review, at its line', () => {
  launch();
  const line = get('r.yaml').split('\n').indexOf('checklist:') + 1;
  for (const [name, why] of [
    ['../gone.yaml', 'there is no file'],
    ['service-lunch', 'there is no checklist "service-lunch"'],
  ]) {
    put('r.yaml', get('r.yaml').replace(/^ {2}name: (?!shop).*$/m, `  name: ${name}`));
    const { code, err } = tollgate('orr', 'status');
    expect([code, err]).toEqual([3, expect.stringMatching(new RegExp(`r\\.yaml:${line + 1}:.*${why}`))]);
  }
});

describe('lenses', () => {
  test('a checklist goes out as a lens and comes back as it was', () => {
    for (const name of ['service-launch', 'data-stream', 'game-day']) {
      expect(tollgate('orr', 'export', name, '--format', 'lens', '-o', 'lens.json').code).toBe(0);
      expect(tollgate('orr', 'lint', 'lens.json').code).toBe(0);
      expect(tollgate('orr', 'import', 'lens.json', '-o', `${name}.yaml`).code).toBe(0);
      expect(tollgate('orr', 'export', `${name}.yaml`, '--format', 'lens').out).toBe(get('lens.json'));
    }
  });

  test('a question that was edited as a lens keeps what a lens cannot say', () => {
    tollgate('orr', 'export', 'service-launch', '--format', 'lens', '-o', 'lens.json');
    put('lens.json', get('lens.json').replace('"title": "Service quotas"', '"title": "Quotas"'));
    const { out } = tollgate('orr', 'import', 'lens.json');
    expect(out).toContain('title: Quotas');
    expect(out).toMatch(/title: Quotas[\s\S]*?maxAgeDays: 180/);
    expect(out).toContain('when: profile.multiTenant');
  });

  test.each(corpusFiles('lens').map((path) => [basename(path), path]))(
    '%s goes in and comes out as it was, through the commands too',
    (_, path) => {
      expect(tollgate('orr', 'import', path, '-o', 'lens.yaml').code).toBe(0);
      const lens = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
      expect(tollgate('orr', 'export', 'lens.yaml', '--format', 'lens').out).toBe(`${JSON.stringify(lens, null, 2)}\n`);
    },
  );

  test('a lens without a description gets none on the way', () => {
    const rules = [{ condition: 'default', risk: 'NO_RISK' }];
    const question = { id: 'one', title: 'One', choices: [{ id: 'one_no', title: 'None of these' }], riskRules: rules };
    const lens = {
      schemaVersion: '2021-11-01',
      name: 'Small',
      pillars: [{ id: 'pillar', name: 'Pillar', questions: [question] }],
    };
    put('lens.json', JSON.stringify(lens));
    tollgate('orr', 'import', 'lens.json', '-o', 'lens.yaml');
    expect(JSON.parse(tollgate('orr', 'export', 'lens.yaml', '--format', 'lens').out)).toEqual(lens);
  });

  const sample = corpusFiles('lens').find((path) => path.includes('ORR-Whitepaper-Sample'));
  test.runIf(sample)("the lint finds what is wrong with AWS's own sample, and its answers fit the service", () => {
    const linted = tollgate('orr', 'lint', sample!);
    expect(linted.code).toBe(1);
    expect(linted.out).toContain('(rto_defined) && (!rto_defined)" can never be true');
    tollgate('orr', 'import', sample!, '-o', 'orr.yaml');
    tollgate('orr', 'new', '--service', 's', '--owner', 'o', '--checklist', './orr.yaml', '-o', 'r.yaml');
    expect(
      tollgate(
        'orr',
        'answer',
        '--set',
        'architecture_architecture_diagram=architecture_diagram data_flow_diagram',
        '--not-applicable',
        'architecture_api_matrix=there is no API',
      ).code,
    ).toBe(0);
    const { answers } = JSON.parse(
      tollgate('orr', 'export', '--format', 'lens-answers', '--no-checks', '--lens-alias', 'arn:x').out,
    ) as { answers: object[] };
    expect(answers).toEqual([
      {
        LensAlias: 'arn:x',
        QuestionId: 'architecture_architecture_diagram',
        SelectedChoices: ['architecture_diagram', 'data_flow_diagram'],
        ChoiceUpdates: { architecture_diagram: { Status: 'SELECTED' }, data_flow_diagram: { Status: 'SELECTED' } },
        Notes: '',
        IsApplicable: true,
      },
      expect.objectContaining({
        QuestionId: 'architecture_api_matrix',
        SelectedChoices: [],
        IsApplicable: false,
        Reason: 'OTHER',
        Notes: 'there is no API',
      }),
    ]);
  });
});

test('text from a review cannot move the cursor or break the document', () => {
  launch();
  put('r.yaml', get('r.yaml').replace('name: shop', 'name: "\\e[2Jshop <script>|*_"'));
  expect(tollgate('orr', 'status', '--no-checks').out).not.toContain('\u001b');
  const { out } = tollgate('orr', 'export', '--no-checks');
  expect(out).not.toContain('\u001b');
  expect(out).not.toContain('<script>');
});

test('who writes a note or attaches evidence has not confirmed what the rules answered', () => {
  launch();
  put('e.md', 'evidence');
  put('r.yaml', get('r.yaml').replace(/( {2}slo:\n {4}asked: \w+\n {4}answer:)/, '$1 yes'));
  tollgate('orr', 'answer', '--note', 'slo=a remark', '--evidence', 'slo=e.md');
  const { items } = JSON.parse(tollgate('orr', 'answer', '--list', '--format', 'json').out) as {
    items: Record<string, unknown>[];
  };
  expect(get('r.yaml')).toContain('note: a remark');
  expect(get('r.yaml')).not.toMatch(/slo:\n(?: {4}.*\n)* {4}by:/);
  expect(items.length).toBeGreaterThan(20);
  put('a.json', JSON.stringify({ slo: { answer: 'yes', note: 5, notApplicable: 1, mitigation: 'x' } }));
  const wrong = tollgate('orr', 'answer', '--from', 'a.json');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringMatching(/notApplicable[\s\S]*note[\s\S]*mitigation/)]);
});

test('control characters of a checklist do not reach the comments of a review', () => {
  const item = (id: string) =>
    `      - { id: ${id}, title: t, question: "a\\e[31m\\x85\\rb ${id}", criticality: high, phase: launch, driver: review }\n`;
  const checklist = `title: T\nsections:\n  - id: s\n    title: S\n    items:\n`;
  put('c.yaml', checklist + item('one'));
  tollgate('orr', 'new', '--service', 's', '--owner', 'o', '--checklist', './c.yaml', '-o', 'r.yaml');
  put('c.yaml', checklist + item('one') + item('two'));
  expect(tollgate('orr', 'answer', 'r.yaml', '--set', 'two=yes').code).toBe(0);
  expect(get('r.yaml')).toContain('# a [31m b one');
  expect(get('r.yaml')).toContain('# a [31m b two');
  expect(get('r.yaml')).not.toMatch(/[^\n\P{Cc}]/u);
});

describe('a disk that takes no more', () => {
  test.each(['4', '0'])('leaves the review as it was, and nothing beside it (%s blocks)', (blocks) => {
    launch();
    const before = get('r.yaml');
    const command = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
    const program = [process.execPath, resolve('bin/tollgate.js'), 'orr', 'answer', '--set', 'slo=yes'];
    const { status, stderr } = spawnSync('sh', ['-c', command, ...program], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([3, expect.stringMatching(/r\.yaml cannot be written: .*\n {2}Make room/)]);
    expect(get('r.yaml')).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['.git', 'r.yaml']);
  });
});

test('many people at once, after somebody was killed while writing, lose no answer', async () => {
  launch();
  const ids = [...get('r.yaml').matchAll(/^ {2}([a-z-]+):\n {4}asked:/gm)].slice(0, 16).map(([, id]) => id!);
  for (const round of ['first', 'second']) {
    put('.r.yaml.lock', '999999999');
    const codes = await Promise.all(
      ids.map((id) => {
        const flags = ['orr', 'answer', '--not-applicable', `${id}=the ${round} reason for ${id}`];
        const child = spawn(process.execPath, [resolve('bin/tollgate.js'), ...flags], { cwd: folder, stdio: 'ignore' });
        return new Promise((done) => child.on('close', done));
      }),
    );
    expect(codes).toEqual(ids.map(() => 0));
    expect(ids.filter((id) => !get('r.yaml').includes(`the ${round} reason for ${id}`))).toEqual([]);
  }
  expect(readdirSync(folder).sort()).toEqual(['.git', 'r.yaml']);
}, 60_000);

test('two names of one review are one review: nobody writes through a link while somebody writes the file', () => {
  launch();
  mkdirSync(join(folder, 'links'));
  symlinkSync('../r.yaml', join(folder, 'links', 'r.yaml'));
  put('.r.yaml.lock', String(process.pid));
  const { code, err } = tollgate('orr', 'answer', 'links/r.yaml', '--set', 'slo=yes');
  // The lock of a living process is waited for until it is too old to be one of a writer.
  expect([code, err]).toEqual([0, expect.stringContaining('1 written')]);
  expect(existsSync(join(folder, '.r.yaml.lock'))).toBe(false);
  expect(lstatSync(join(folder, 'links', 'r.yaml')).isSymbolicLink()).toBe(true);
  expect(get('r.yaml')).toContain('answer: yes');
});

describe('a review edited by hand wrongly', () => {
  test('is refused with each error at its line, once, and what to do', () => {
    launch();
    const wrong = `    answer: maybe
    by: [x]
    evidence:
      - { file: a, link: b }
      - nothing
    mitigation: later
    anwser: yes
`;
    const lines = get('r.yaml').replace('    answer:\n', wrong).replace('  owners:', '  owner:').split('\n');
    put('r.yaml', lines.join('\n'));
    const at = (text: string) => lines.findIndex((line) => line.includes(text)) + 1;
    const expected = [
      [at('owner:'), 'unknown key "owner"'],
      [at('by: ['), '"by" of the answer'],
      [at('file: a'), 'evidence is both file and link'],
      [at('- nothing'), 'evidence must be a mapping'],
      [at('later'), 'the mitigation must be a mapping'],
      [at('anwser'), 'unknown key "anwser"'],
    ];
    for (const command of [['check'], ['orr', 'check', '--no-checks']]) {
      const { code, out } = tollgate(...command, '--format', 'json');
      const { problems } = JSON.parse(out) as { problems: { message: string; location: { line: number } }[] };
      expect(code).toBe(3);
      expect(problems.map(({ location, message }) => [location.line, message])).toEqual(
        expected.map(([line, text]) => [line, expect.stringContaining(text as string)]),
      );
    }
    const { err } = tollgate('orr', 'status');
    expect(err).toMatch(/unknown key "owner" in the service\n {4}Did you mean "owners"\?/);
  });
});
