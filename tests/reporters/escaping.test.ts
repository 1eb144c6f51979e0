import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { REPORTERS, render } from '../../src/reporters/index.js';
import { codeSpan, escapeMarkdown } from '../../src/reporters/markdown-escape.js';
import { arbitraryReport, hostileText } from './arbitrary-report.js';

const hostileReport = arbitraryReport(hostileText);
const excerpt = (): string => '\u001b[31m<b>`evil`</b> ]]> 管道 \ud800 ```';
const options = { excerpt, verbose: true };

function always(check: (report: Report) => Promise<void>): Promise<void> {
  return fc.assert(fc.asyncProperty(hostileReport, check), { numRuns: 150 });
}

test('HTML holds no element and no attribute that the page did not put there', () =>
  always(async (report) => {
    const errors: string[] = [];
    const document = parse(await render('html', report, options), { onParseError: (error) => errors.push(error.code) });
    expect(errors).toEqual([]);
    for (const element of elements(document)) {
      expect(ELEMENTS).toContain(element.tagName);
      for (const { name, value } of element.attrs) {
        expect(ATTRIBUTES).toContain(name);
        if (name === 'href') expect(value).toMatch(/^(?:https?:\/\/|#subject-\d+$)/i);
      }
    }
  }));

test('HTML shows every text as it is, but for what cannot be shown', async () => {
  const text = `<b>&amp; "q" 'p' ]]>`;
  const report = withMessage(text);
  expect(textOf(parse(await render('html', report)))).toContain(text);
});

test('JUnit is well-formed XML 1.0', () =>
  always(async (report) => {
    const parser = new SaxesParser();
    const troubles: string[] = [];
    parser.on('error', (error) => {
      troubles.push(error.message);
    });
    parser.write(await render('junit', report, options)).close();
    expect(troubles).toEqual([]);
  }));

test('JUnit counts what it holds', () =>
  always(async (report) => {
    const xml = await render('junit', report, options);
    const [, tests, failures, errors, skipped] =
      /<testsuites name="tollgate" tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(xml)!;
    const count = (tag: string): number => xml.split(`<${tag} `).length - 1;
    expect([tests, failures, errors, skipped].map(Number)).toEqual(
      ['testcase', 'failure', 'error', 'skipped'].map(count),
    );
  }));

test('Markdown holds no HTML, link, picture, table or footnote, and mentions nobody', () =>
  always(async (report) => {
    const tree = fromMarkdown(await render('markdown', report, options), {
      extensions: [gfm()],
      mdastExtensions: [gfmFromMarkdown()],
    });
    const allowed = ['root', 'heading', 'paragraph', 'text', 'list', 'listItem', 'inlineCode', 'code', 'strong'];
    // An address that stands there as it is may be clickable; GitHub leaves it alone, other renderers do not.
    const nodes = nodesOf(tree).filter((node) => !isBareAddress(node));
    expect(nodes.map(({ type }) => type).filter((type) => !allowed.includes(type))).toEqual([]);
    for (const { type, value } of nodes) if (type === 'text') expect(value).not.toMatch(/@[A-Za-z0-9]/);
  }));

test('a code span shows any text unchanged, and one span only', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', ' ', 'a', '\\', '|') }), (text) => {
      const [paragraph, ...rest] = fromMarkdown(`x ${codeSpan(text)} y`).children;
      expect(rest).toEqual([]);
      const spans = paragraph!.type === 'paragraph' ? paragraph!.children : [];
      expect(spans.map((node) => node.type)).toEqual(['text', 'inlineCode', 'text']);
      const shown = spans[1] as { value: string };
      expect(shown.value.trim()).toBe(text.replace(/ +/g, ' ').trim());
    }),
  );
});

test('escaped Markdown reads as the text it was made from', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[!-?A-~]{1,30}$/), (text) => {
      const [paragraph, ...rest] = fromMarkdown(escapeMarkdown(text)).children;
      expect(rest).toEqual([]);
      const nodes = paragraph!.type === 'paragraph' ? paragraph!.children : [];
      expect(nodes.map((node) => ('value' in node ? node.value : node.type)).join('')).toBe(text);
    }),
  );
});

test('JSON and SARIF can be read back', () =>
  always(async (report) => {
    for (const format of ['json', 'sarif'])
      expect(JSON.parse(await render(format, report, options))).toHaveProperty('version');
  }));

test('JSON gives back every message as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      const message = `plain ${text.replace(/[^\p{L} ]/gu, '')}`;
      const document = JSON.parse(await render('json', withMessage(message))) as { findings: { message: string }[] };
      expect(document.findings[0]!.message).toBe(message);
    }),
  );
});

test('text for people holds no control character but line ends, whatever the format', () =>
  always(async (report) => {
    for (const format of ['text', 'markdown', 'github', 'html', 'junit'])
      expect(await render(format, report, options)).not.toMatch(
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/,
      );
  }));

test('no format writes half a surrogate pair, which no file could hold', () =>
  always(async (report) => {
    for (const { name } of REPORTERS) {
      const output = await render(name, report, options);
      expect(Buffer.from(output, 'utf8').toString('utf8')).toBe(output);
    }
  }));

test('each line for GitHub is one command, or the summary at the end', () =>
  always(async (report) => {
    const lines = (await render('github', report, options)).trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/^tollgate (?:pass|block|not decided): /);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^::(?:error|warning|notice) [^:]*::/);
  }));

const ELEMENTS = [
  ...['html', 'head', 'meta', 'title', 'style', 'body', 'header', 'nav', 'main', 'section', 'article', 'footer'],
  ...[
    'h1',
    'h2',
    'h3',
    'p',
    'ul',
    'li',
    'a',
    'code',
    'pre',
    'mark',
    'span',
    'strong',
    'div',
    'br',
    'details',
    'summary',
  ],
];
const ATTRIBUTES = [
  ...[
    'lang',
    'charset',
    'name',
    'content',
    'http-equiv',
    'class',
    'id',
    'href',
    'rel',
    'aria-label',
    'aria-labelledby',
  ],
];

function elements(node: DefaultTreeAdapterTypes.Node): DefaultTreeAdapterTypes.Element[] {
  const below = 'childNodes' in node ? node.childNodes.flatMap(elements) : [];
  return 'tagName' in node ? [node, ...below] : below;
}

function textOf(node: DefaultTreeAdapterTypes.Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly MarkdownNode[];
}

function isBareAddress({ type, url, children }: MarkdownNode): boolean {
  const [text] = children ?? [];
  return type === 'link' && (url === text?.value || url === `http://${text?.value}`);
}

function nodesOf(node: MarkdownNode): MarkdownNode[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

function withMessage(message: string): Report {
  const location = { file: 'a.yaml', line: 1, column: 1 };
  return {
    tool: { name: 'tollgate', version: '0.1.0' },
    verdict: 'block',
    subjects: [
      {
        kind: 'pipeline',
        address: 'A',
        title: 'A',
        location,
        notes: [],
        findings: [
          { rule: 'pipeline/x', severity: 'blocker', outcome: 'fail', subject: 'A', message, evidence: [], location },
        ],
      },
    ],
    problems: [],
    rules: [],
    inputs: { judged: 1, passedOver: 0 },
    suggestions: [],
  };
}
