// Renders what is written down once in the source for people to read: rules/README.md from the rules, docs/facts.md from the
// declared facts, and the rules known to schemas/tollgate.schema.json.
// Usage: node scripts/render.mjs [--check]     (--check writes nothing and exits 1 when something is not current)
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const JSON_TYPES = {
  int: { type: 'integer' },
  double: { type: 'number' },
  bool: { type: 'boolean' },
  string: { type: 'string' },
  'list<string>': { type: 'array', items: { type: 'string' } },
};

const { readRule, SourceText, SUBJECT_KINDS } = await source(`
  export { readRule } from './src/loaders/rules.ts';
  export { SourceText } from './src/model/located.ts';
  export { SUBJECT_KINDS } from './src/facts/registry.ts';
`);
const rules = readdirSync('rules', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.split('\\').join('/'))
  .sort()
  .map((name) => {
    const text = readFileSync(`rules/${name}`, 'utf8');
    return readRule(name.replace(/\.yaml$/, ''), new SourceText(`rules/${name}`, text));
  });

const rendered = new Map([
  ['rules/README.md', renderRules()],
  ['docs/facts.md', renderFacts()],
  ['schemas/tollgate.schema.json', renderSchema()],
]);
const stale = [...rendered].filter(([file, text]) => read(file) !== text);
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is not current: npm run render`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [file, text] of stale) writeFileSync(file, text);
  console.log(stale.length === 0 ? 'everything is current' : `wrote ${stale.map(([file]) => file).join(', ')}`);
}

/** Bundles a few modules of the source and imports them. */
async function source(contents) {
  const folder = 'node_modules/.cache/tollgate';
  const outfile = `${folder}/render-${process.pid}.mjs`;
  mkdirSync(folder, { recursive: true });
  await build({
    stdin: { contents, resolveDir: '.' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function renderRules() {
  const subjects = [...new Set(rules.map(({ id }) => id.split('/')[0]))];
  return [
    '<!-- Rendered from the rules by `npm run render`. Change the rules, not this page. -->',
    '# Rules',
    '',
    'Each rule is one file; its id is its path. `tollgate explain RULE` prints the same in a terminal, and `tollgate rules test`',
    'runs the examples. What `it` can see stands in [docs/facts.md](../docs/facts.md).',
    '',
    ...subjects.flatMap((subject) => [
      `**${subject}**`,
      '',
      '| rule | weighs | what it wants |',
      '| --- | --- | --- |',
      ...rulesOf(subject).map((it) => `| [${it.id}](#${anchor(it.id)}) | ${it.severity} | ${cell(it.title)} |`),
      '',
    ]),
    ...rules.flatMap(renderRule),
  ].join('\n');
}

function rulesOf(subject) {
  return rules.filter(({ id }) => id.startsWith(`${subject}/`));
}

function renderRule(rule) {
  const params = Object.entries(rule.params);
  return [
    `## ${rule.id}`,
    '',
    `**${markdown(rule.title)}.** ${capital(rule.severity)}, about each \`${rule.subject}\`.`,
    '',
    markdown(plain(rule.rationale)),
    '',
    `*To pass:* ${markdown(plain(rule.remedy))}`,
    '',
    ...(params.length === 0
      ? []
      : [
          '| parameter | type | default | meaning |',
          '| --- | --- | --- | --- |',
          ...params.map(
            ([name, it]) =>
              `| \`${name}\` | ${it.type} | \`${JSON.stringify(it.default)}\` | ${cell(it.description)} |`,
          ),
          '',
        ]),
    ...(rule.when === undefined ? [] : ['Applies when:', '', '```cel', rule.when.trim(), '```', '']),
    'Passes when:',
    '',
    '```cel',
    rule.require.trim(),
    '```',
    '',
    'Examples:',
    '',
    ...rule.examples.map((it) => `- ${it.expect}: ${markdown(it.name)}`),
    '',
    ...(rule.references.length === 0
      ? []
      : [`See ${rule.references.map((it) => `[${markdown(it.title)}](${it.url})`).join(', ')}.`, '']),
  ];
}

function renderFacts() {
  return [
    '<!-- Rendered from the declared facts by `npm run render`. Change src/facts, not this page. -->',
    '# Facts: what a rule can see',
    '',
    'A rule names a subject; `it` is one of them. A fact that is not known has no value: an expression that does not need it still',
    'decides, one that does comes out undetermined with the reason. `tollgate facts FILE` prints what was understood of a file.',
    '',
    ...SUBJECT_KINDS.flatMap(({ kind, type }) => [
      `## ${kind}`,
      '',
      markdown(type.description),
      '',
      ...factTable(type),
      ...nestedTypes(type).flatMap((nested) => [
        `### ${nested.name}`,
        '',
        markdown(nested.description),
        '',
        ...factTable(nested),
      ]),
    ]),
  ].join('\n');
}

function nestedTypes(type) {
  return (type.nested ?? []).flatMap((nested) => [nested, ...nestedTypes(nested)]);
}

function factTable(type) {
  const rows = Object.entries(type.fields);
  return [
    '| fact | type | meaning |',
    '| --- | --- | --- |',
    ...rows.map(([name, it]) => `| \`${name}\` | \`${it.type}\` | ${cell(it.description)} |`),
    '',
  ];
}

/** The schema with every rule that comes along, so that editors complete ids and parameters. */
function renderSchema() {
  const file = 'schemas/tollgate.schema.json';
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  schema.properties.rules.properties = Object.fromEntries(
    rules.map((rule) => [
      rule.id,
      {
        description: `${rule.title}. ${capital(rule.severity)}, unless said otherwise.`,
        oneOf: [{ $ref: '#/definitions/severity' }, settingOf(rule), { type: 'null' }],
      },
    ]),
  );
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function settingOf(rule) {
  const params = Object.entries(rule.params).map(([name, it]) => [
    name,
    { description: it.description, default: it.default, ...JSON_TYPES[it.type] },
  ]);
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      severity: { $ref: '#/definitions/severity' },
      params: { type: ['object', 'null'], additionalProperties: false, properties: Object.fromEntries(params) },
    },
  };
}

function anchor(id) {
  return id.replace(/[^\w-]/g, '');
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

function plain(text) {
  return text
    .replace(/\{\{[\s\S]*?\}\}/g, '…')
    .replace(/\s+/g, ' ')
    .trim();
}

function markdown(text) {
  return text.replace(/[\\*_<>[\]`]/g, '\\$&');
}

function cell(text) {
  return markdown(text).replace(/\\`/g, '`').replace(/\|/g, '\\|').replace(/\s+/g, ' ');
}
