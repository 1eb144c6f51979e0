import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadChecklist } from '../../src/loaders/checklist/checklist.js';
import { importMarkdown } from '../../src/loaders/checklist-markdown/load.js';
import { itemsOf } from '../../src/model/checklist.js';
import { SourceText } from '../../src/model/located.js';
import { corpusFiles } from '../corpus-folder.js';

const imported = (text: string, file = 'prr.md') => {
  const { value, problems, notes } = importMarkdown(new SourceText(file, text));
  expect(problems).toEqual([]);
  const { value: checklist, problems: wrong } = loadChecklist(new SourceText('c.yaml', stringify(value)));
  expect(wrong).toEqual([]);
  return { checklist: checklist!, items: itemsOf(checklist!), notes };
};

describe('a task list', () => {
  const TASKS = `# Readiness of the shop

Ask before launch.

## Monitoring

Some words about it.

- [ ] **MON-1** — Alarms page somebody.
  They do so at night too.
- [x] **Dashboards**: one screen shows customers' errors
  - Evidence: a link
  - it was needed in May
- [ ] CI runs
    - [ ] linting
    - [ ] unit tests
- not a task

## Optional

- [ ] What is the [error budget](https://example.com/slo)?
`;

  test('gives a question for each task, under its heading', () => {
    const { checklist, items } = imported(TASKS);
    expect(checklist.title).toBe('Readiness of the shop');
    expect(checklist.description).toBe('Ask before launch.');
    expect(checklist.sections.map(({ id, title, description }) => [id, title, description])).toEqual([
      ['monitoring', 'Monitoring', 'Some words about it.\n\n- not a task'],
      ['optional', 'Optional', undefined],
    ]);
    expect(items.map(({ id, question }) => [id, question])).toEqual([
      ['mon-1', 'Alarms page somebody. They do so at night too.'],
      ['dashboards', "one screen shows customers' errors"],
      ['ci-runs', 'CI runs'],
      ['ci-runs-linting', 'CI runs: linting'],
      ['ci-runs-unit-tests', 'CI runs: unit tests'],
      ['what-error-budget', 'What is the error budget?'],
    ]);
  });

  test('keeps what is said beside, and where it stood', () => {
    const { items } = imported(TASKS);
    expect(items[0]!.source?.title).toBe('MON-1, prr.md:9');
    expect(items[1]).toMatchObject({ title: 'Dashboards', why: expect.stringContaining('it was needed in May') });
    expect(items[5]).toMatchObject({ why: 'See https://example.com/slo', answer: { type: 'text' } });
  });

  test('says how much a question weighs, and what it turns', () => {
    const { items } = imported(TASKS);
    expect(items.map(({ criticality, driver }) => [criticality, driver])).toEqual([
      ['high', 'observability'],
      ['high', 'observability'],
      ['high', 'observability'],
      ['high', 'observability'],
      ['high', 'observability'],
      ['low', 'readiness'],
    ]);
  });

  test('takes no tick for an answer, and says so', () => {
    expect(imported(TASKS).notes.join('\n')).toContain('1 of the questions is ticked');
  });
});

describe('a table of checks', () => {
  test('gives a question for each row; other columns are said beside, a level gives the weight', () => {
    const { items } = imported(`# T
| Check name | Description | Level | Level A | Comment |
| - | - | - | - | - |
| [Rollback](https://example.com/rb) | One command undoes it. | Critical 🔴 | :white_check_mark: | |
| Docs | | Minor | | ask Bo |
`);
    expect(items).toMatchObject([
      {
        id: 'rollback',
        title: 'Rollback',
        question: 'One command undoes it.',
        criticality: 'high',
        why: 'Level: Critical 🔴\nLevel A: yes\nSee https://example.com/rb',
      },
      { id: 'docs', question: 'Docs', criticality: 'low', why: 'Level: Minor\nComment: ask Bo' },
    ]);
  });

  test('may have boxes and no head, and details that open', () => {
    const { items } = imported(`# T
|  |  |
| - | - |
| &#9744; | <details><summary>Nodes are spread</summary><p>Over two zones.</p></details> |
`);
    expect(items).toMatchObject([{ id: 'nodes-spread', question: 'Nodes are spread', why: 'Over two zones.' }]);
  });

  test('is another thing than a table of numbers', () => {
    const { items, checklist } = imported('# T\n- [ ] one\n\n| Severity | Count |\n| - | - |\n| high | 3 |\n');
    expect(items).toHaveLength(1);
    expect(checklist.sections[0]!.description).toContain('| high | 3 |');
  });
});

describe('other documents', () => {
  test('ask with question marks, in lists or headings', () => {
    expect(imported('# T\n- Who is paged?\n- (say it here)\n').items.map((item) => item.question)).toEqual([
      'Who is paged?',
    ]);
    const asked = imported('# T\n### Can it be undone?\nSay how.\n### Who owns it?\n### Is it scaled?\n').items;
    expect(asked.map(({ question, why }) => [question, why])).toEqual([
      ['Can it be undone?', 'Say how.'],
      ['Who owns it?', undefined],
      ['Is it scaled?', undefined],
    ]);
  });

  test('that are plain lists are taken as lists of questions, and that is said', () => {
    const { items, notes } = imported('# Readiness\n## Data\n- backups run\n- restores are tried\n- one owner\n');
    expect(items.map((item) => item.id)).toEqual(['backups-run', 'restores-tried', 'one-owner']);
    expect(notes[0]).toContain('Delete what is none');
  });

  test('that ask nothing are refused, with what to do', () => {
    const { value, problems } = importMarkdown(new SourceText('a.md', '# About\n\nProse.\n\n- one\n'));
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([
      { code: 'CHECKLIST', location: { file: 'a.md', line: 1 }, hint: expect.stringContaining('- [ ]') },
    ]);
  });

  test('in other scripts get ids that stay', () => {
    const text = '# 上线检查\n## 监控\n- [ ] 告警有人值守\n- [ ] 仪表盘覆盖客户体验\n';
    const { items } = imported(text);
    expect(new Set(items.map((item) => item.id)).size).toBe(2);
    expect(imported(text.replace('- [ ] 告警', '- [ ] 新问题\n- [ ] 告警')).items[1]!.id).toBe(items[0]!.id);
  });
});

/** The words of a document that people read: no markup, no addresses, no comments. */
function wordsOf(text: string): Set<string> {
  const words = new Set<string>();
  const visit = (node: Nodes) => {
    // The head of a table says what its columns are, and the reading takes the columns apart.
    if (node.type === 'table') return node.children.slice(1).forEach(visit);
    if (node.type === 'text' || node.type === 'code' || node.type === 'inlineCode')
      for (const word of node.value.replace(/(?<![\w:]):[a-z][a-z0-9_+-]*:/g, ' ').match(/[\p{L}\p{N}]+/gu) ?? [])
        words.add(word);
    if ('children' in node) for (const child of node.children) visit(child as Nodes);
  };
  const body = text.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '');
  visit(fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  return words;
}

const files = corpusFiles('orr').filter((file) => file.endsWith('.md'));

describe.runIf(files.length > 0)('real documents', () => {
  test.each(files.map((file) => [basename(file), file]))('%s becomes a checklist, or is refused', (_, file) => {
    const text = readFileSync(file, 'utf8');
    const { value, problems } = importMarkdown(new SourceText('document.md', text));
    expect((value === undefined) !== (problems.length === 0)).toBe(true);
    if (value === undefined) {
      expect(text).not.toMatch(/^\s*[-*] \[[ x]\] /m);
      return;
    }
    const written = stringify(value, { lineWidth: 120 });
    expect(parse(written)).toEqual(value);
    const { value: checklist, problems: wrong } = loadChecklist(new SourceText('c.yaml', written));
    expect(wrong).toEqual([]);
    const said = new Set(
      JSON.stringify(value)
        .replaceAll('\\n', ' ')
        .match(/[\p{L}\p{N}]+/gu),
    );
    expect([...wordsOf(text)].filter((word) => !said.has(word))).toEqual([]);
    const lines = text.split('\n');
    for (const { source, question } of itemsOf(checklist!)) {
      const at = Number(/:(\d+)$/.exec(source!.title)![1]) - 1;
      const [last] = question.match(/[\p{L}\p{N}]{4,}(?=[^\p{L}\p{N}]*$)/u) ?? question.match(/[\p{L}\p{N}]+/u)!;
      expect(lines[at]!.trim()).not.toBe('');
      expect(lines.slice(at, at + 20).join('\n')).toContain(last);
    }
  });
});

test('the program imports a document, and a review of it can begin', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-md-'));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [resolve('bin/tollgate.js'), ...args], { cwd: folder, encoding: 'utf8' });
  writeFileSync(
    join(folder, 'prr.md'),
    '\uFEFF# PRR\r\n\r\n## Alarms\r\n\r\n- [ ] **A-1** — Somebody is paged\r\n- [ ] ☐ 😀 wide 告警\r\n',
  );
  const done = run('orr', 'import', 'prr.md', '-o', 'prr.yaml');
  expect([done.status, done.stderr]).toEqual([0, expect.stringContaining('2 questions in 1 section')]);
  expect(run('orr', 'lint', 'prr.yaml')).toMatchObject({ status: 0 });
  expect(run('orr', 'new', '--service', 's', '--owner', 'o', '--checklist', 'prr.yaml', '-o', 'r.yaml').status).toBe(0);
  expect(run('orr', 'answer', '--set', 'a-1=yes').status).toBe(0);
  writeFileSync(join(folder, 'prose.md'), 'Nothing here.\n');
  expect(run('orr', 'import', 'prose.md')).toMatchObject({
    status: 3,
    stdout: '',
    stderr: expect.stringContaining('holds no questions'),
  });
  rmSync(folder, { recursive: true });
});
