import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { parseAnyDocuments } from '../../../src/loaders/syntax/parse.js';
import { readSimpleDocument } from '../../../src/loaders/syntax/simple/read.js';
import type { Node } from '../../../src/loaders/syntax/tree.js';
import { SourceText } from '../../../src/model/located.js';
import { CORPUS } from '../../corpus-folder.js';

describe('what the simple reader answers is what the parser answers', () => {
  test.each([
    ['an absent value', 'a:\nb: !Ref\nc:\n'],
    ['a list right under its key', 'a:\n- b\n-\n- c: 1\n  d: 2\ne: f\n'],
    ['a list in a list', '- - a\n  - b\n-   - c\n'],
    ['a tag above its value', 'a: !If # why\n  - b\n  - !Sub "$c"\nd: !Foo\n- e\n'],
    ['quotes', `'a b': 'it''s # no: comment'\n"c" : "d\\"\\u00e9\\n" # comment\n`],
    ['colons and hashes inside words', 'a: http://b#c:d\ne: -f\n'],
    ['brackets over several lines', 'a: [b,\n  {c: "d",\n  e: !Ref f}, ]\ng: {}\n'],
    ['a literal block', 'a: |\n\n    b: c\n      d\n\n  # comment\ne: >-\n  f\n  g\n\n   h\n'],
    ['a block at the end without a line end', 'a: !Sub |+ # comment\n  b\n\n  c'],
    ['JSON', '{\n  "a": ["b", 1, true, null, {}],\n  "c":"\\/\\t"\n}\n'],
    ['a comment, a marker, a comment', '# a\n--- # b\n# c\nd: e # f\n\n'],
  ])('%s', (_, text) => {
    expect(simple(text)).toEqual(parsed(text));
    expect(simple(text)).toBeDefined();
  });

  test.each([
    ['an anchor', 'a: &b c\n'],
    ['an alias', 'a: *b\n'],
    ['a merge key', 'a:\n  <<: {b: c}\n'],
    ['a merge key in brackets', 'a: {<<: {b: c}}\n'],
    ['words that go on in the next line', 'a: b\n  c\n'],
    ['quotes that go on in the next line', 'a: "b\n  c"\n'],
    ['brackets that close too far to the left', 'a:\n  b: [c\n  ]\n'],
    ['a tab', 'a:\tb\n'],
    ['a carriage return', 'a: b\r\n'],
    ['a key twice', 'a: b\na: c\n'],
    ['a key twice among many', `${[...'abcdefghijklmnopq'].map((key) => `${key}: 1`).join('\n')}\nc: 2\n`],
    ['a key that is a list', '[a]: b\n'],
    ['an explicit key', '? a\n: b\n'],
    ['two documents', 'a: b\n---\nc: d\n'],
    ['the end of a document', 'a: b\n...\n'],
    ['a directive', '%YAML 1.2\n---\na: b\n'],
    ['a tag of a namespace', 'a: !!str b\n'],
    ['a tagged key', '!a b: c\n'],
    ['a pair in a list', '[a: b]\n'],
    ['an indicated indentation', 'a: |2\n    b\n'],
    ['a value after a value', 'a: "b" c\n'],
    ['an indentation between two', 'a:\n    b: c\n  d: e\n'],
    ['a scalar alone', 'a\n'],
    ['nothing', '# a\n'],
    ['nesting without end', '['.repeat(5000)],
  ])('%s is left to the parser', (_, text) => {
    expect(simple(text)).toBeUndefined();
  });

  test('any words in any order', () => {
    fc.assert(
      fc.property(fc.oneof(soup, lines), (text) => {
        agree(text);
      }),
      { numRuns: 20_000 },
    );
  });

  test('any value that a YAML writer or JSON writes', () => {
    fc.assert(
      fc.property(value, writing, (it, write) => {
        agree(write(it));
      }),
      { numRuns: 1500 },
    );
  });

  test.skipIf(!existsSync(CORPUS))(
    `real files, whole and hurt (TOLLGATE_CORPUS, now ${CORPUS})`,
    () => {
      let read = 0;
      const files = filesBelow(CORPUS);
      for (const [index, file] of files.entries()) {
        const text = readFileSync(file, 'utf8');
        if (agree(text, file)) read++;
        // One line gone, doubled or indented otherwise.
        const lines = text.split('\n');
        const at = (index * 7919) % lines.length;
        const line = lines[at]!;
        for (const instead of [[], [line, line], [` ${line}`], [line.replace(/^ {2}/, '')]])
          agree(lines.toSpliced(at, 1, ...instead).join('\n'), `${file}, line ${at + 1}`);
      }
      expect(read).toBeGreaterThan(files.length * 0.7);
    },
    120_000,
  );
});

/** The usual nine times in ten. */
function often(usual: string[], unusual: string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...unusual) },
  );
}

/** Lines that may stand in one document, indented anyhow. */
const lines = fc
  .array(
    fc.tuple(
      fc.constantFrom('', '', '', '', '  ', '  ', '  ', '    ', '    ', ' ', '      '),
      fc.constantFrom('', '', '', '', '- ', '-  ', '- - ', '# ', '- !T ', '!T '),
      fc.constantFrom('a: ', 'b: ', 'c: ', 'd :  ', 'h: ', 'i: ', '"e": ', "'f': ", 'g:', 'j:', '', '-x'),
      often(
        ['', 'x', 'y z', '!Ref x', '"q"', "'s'", '!Sub "x"'],
        ['!If', '!Ref ', '[', '{', '[x, {k: v}]', '[x,', '{k: v,', '|', '>'],
      ),
      often([''], ['"q', 'r"', '|', '>', '|-', '>+', ']', '}', '],', '}]', 'k: v}', ',', ':']),
      often([''], [' ', ' # c', '#c', ':', ' :', ': w']),
    ),
    { maxLength: 9 },
  )
  .map((all) => all.map((pieces) => pieces.join('')).join('\n'));

/** Pieces of which most documents are made, and some that break them. */
const soup = fc
  .array(
    fc.constantFrom(
      ...['\n', '\n', '\n', '\n  ', '\n  ', '\n    ', '\n ', '\n   ', ' ', ' ', '  ', ': ', ': ', ':', '- ', '- ', '-'],
      ...[
        'a',
        'b',
        'c',
        'd',
        'e',
        'a',
        'x y',
        '1',
        '~',
        '<<',
        '# c',
        ' # c',
        '#',
        '!Ref ',
        '!If',
        '!a',
        '!',
        '"q"',
        "'q'",
      ],
      ...[
        "'",
        '"',
        "''",
        '\\n',
        '\\',
        '\\u00e9',
        '[',
        ']',
        '{',
        '}',
        ',',
        ', ',
        '|',
        '>-',
        '|+',
        '>2',
        '|-\n  ',
        '|\n    ',
      ],
      ...[
        '---',
        '...',
        '\n---\n',
        '?',
        '? ',
        '&a ',
        '*a',
        '%',
        '@',
        '\t',
        '\r\n',
        'é',
        '😀',
        '\ufeff',
        '\u0085',
        '\u2028',
      ],
      ...[
        'a: b\n',
        'a:\n  ',
        'b: ',
        'c:\n',
        '- a: 1\n  ',
        '{a: 1}',
        '[a, b]',
        '{"a":1,\n  "b": [2]}',
        'a: |\n  x\n\n',
        '::',
      ],
    ),
    { maxLength: 24 },
  )
  .map((pieces) => pieces.join(''));

const word = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'a',
    'no',
    '1e3',
    '- a',
    'a: b',
    'a #b',
    "it's",
    '"',
    'a\nb',
    ' a\n\n  b\n',
    '[',
    '!Ref',
    '<<',
    '\t',
  ),
  fc.string({ maxLength: 12 }),
  fc.lorem({ maxCount: 30 }),
);

const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, word, fc.integer(), fc.constant(null), tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(word, tie('value'), { maxKeys: 15 }),
}));

const writing = fc.constantFrom<(it: unknown) => string>(
  (it) => JSON.stringify(it),
  (it) => JSON.stringify(it, null, 2),
  (it) => JSON.stringify(it, null, '\t'),
  (it) => dump(it),
  (it) => dump(it, { indent: 4, flowLevel: 2 }),
);

/** Compares both answers, where the simple reader gives one. Returns whether it does. */
function agree(text: string, place = JSON.stringify(text)): boolean {
  const answer = simple(text);
  if (answer !== undefined) expect(JSON.stringify(answer), place).toBe(JSON.stringify(parsed(text)));
  return answer !== undefined;
}

function simple(text: string): unknown {
  const document = readSimpleDocument(new SourceText('a.yaml', text));
  return document && [plain(document)];
}

function parsed(text: string): unknown {
  return parseAnyDocuments(new SourceText('a.yaml', text), (key) => {
    throw new Error(`the key ${key.text} stands twice`);
  }).map(plain);
}

/** Everything that a node says of itself but its source. */
function plain(node: Node): unknown {
  const { kind, start, end, tag = null } = node;
  switch (kind) {
    case 'scalar':
      return [kind, start, end, tag, node.text, node.plain];
    case 'list':
      return [kind, start, end, tag, node.items.map(plain)];
    case 'map':
      return [kind, start, end, tag, node.entries.map((entry) => [plain(entry.key), plain(entry.value)])];
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json|template|cfn)$/i.test(name))
    .map((name) => `${folder}/${name}`)
    .filter((file) => statSync(file).isFile() && statSync(file).size < 400_000);
}
