import { relative, resolve } from 'node:path';
import { runExample } from '../../engine/examples.js';
import { assemble, checkPack } from '../../engine/pack.js';
import { TollgateError } from '../../errors.js';
import { SUBJECT_KINDS } from '../../facts/registry.js';
import type { Outcome } from '../../model/finding.js';
import { flatMap } from '../../model/flat.js';
import { nearest } from '../../model/nearest.js';
import type { Rule } from '../../model/rule.js';
import { displayWidth } from '../../reporters/display-width.js';
import { plural } from '../../reporters/summary.js';
import { wrap } from '../../reporters/wrap.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, printable, type Terminal } from '../terminal.js';
import { findConfiguration } from './configuration.js';
import { loadExample } from './examples.js';
import { builtinFolder, readPackFolder, rulesInForce } from './packs.js';

/** Lists every rule in force. */
export function listRules(options: { format?: string; config?: string }, terminal: Terminal): ExitCode {
  const { config, folder } = findConfiguration(terminal.cwd, options.config);
  const { rules, settings } = rulesInForce(config, folder);
  const rows = rules.map((rule) => ({
    id: rule.id,
    severity: settings[rule.id]?.severity ?? rule.severity,
    subject: rule.subject,
    title: rule.title,
  }));
  if (options.format === 'json') terminal.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else {
    const width = Math.max(...rows.map((row) => row.id.length));
    const colors = colorsFor(terminal.stdout, terminal.env);
    const { columns } = terminal.stdout;
    // Where a title does not fit beside its rule, every one stands below; in a pipe, one line is one rule.
    const narrow = columns !== undefined && rows.some((row) => width + 11 + displayWidth(row.title) > columns);
    const lines = rows.map((row) => {
      const head = `${colors.bold(row.id.padEnd(width))}  ${row.severity.padEnd(7)}`;
      if (!narrow) return `${head}  ${printable(row.title)}\n`;
      const title = wrap(row.title, columns, '    ').map((line) => `${line}\n`);
      return `${head.trimEnd()}\n${title.join('')}`;
    });
    terminal.stdout.write(lines.join(''));
  }
  return EXIT.pass;
}

/** Everything about one rule: what, why, remedy, parameters, examples. */
export function explainRule(id: string, options: { config?: string }, terminal: Terminal): ExitCode {
  const { config, folder } = findConfiguration(terminal.cwd, options.config);
  const { rules } = rulesInForce(config, folder);
  const rule = findRule(id, rules);
  const full = withExamples(rule);
  const settings = config.rules[rule.id];
  const colors = colorsFor(terminal.stdout, terminal.env);
  const width = Math.min(terminal.stdout.columns ?? 80, 100);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [colors.bold(title), ...lines, ''];
  const params = Object.entries(rule.params).map(([name, param]) => {
    const value = settings?.params?.[name];
    const now = value === undefined ? '' : `, here ${JSON.stringify(value)}`;
    return `${name} (${param.type}, default ${JSON.stringify(param.default)}${now}): ${param.description}`;
  });
  const outcome = Math.max(...OUTCOMES.map((it) => it.length));
  const name = colors.bold(printable(rule.id));
  const about = `${settings?.severity ?? rule.severity}, about each ${rule.subject}`;
  const lines = [
    ...(rule.id.length + about.length + 2 <= width ? [`${name}  ${about}`] : [name, `  ${about}`]),
    '',
    ...section('What', wrap(rule.title, width, '  ')),
    ...section('Why', wrap(rule.rationale, width, '  ')),
    ...section('How to pass', wrap(rule.remedy.replace(/\{\{[\s\S]*?\}\}/g, '…'), width, '  ')),
    ...section(
      'Parameters',
      flatMap(params, (text) => hanging(text, width)),
    ),
    // Expressions and addresses are never wrapped: people copy them.
    ...section(
      'Decided by',
      flatMap([...(rule.when === undefined ? [] : [`when ${rule.when}`]), rule.require], (text) =>
        text
          .trim()
          .split('\n')
          .map((line) => `  ${printable(line)}`),
      ),
    ),
    ...section(
      'Examples',
      flatMap(full.examples, ({ expect, name }) => wrap(name, width, `  ${expect.padEnd(outcome)}  `)),
    ),
    ...section(
      'References',
      flatMap(rule.references, (it) => [...wrap(it.title, width, '  '), `    ${printable(it.url)}`]),
    ),
  ];
  terminal.stdout.write(lines.join('\n'));
  return EXIT.pass;
}

const OUTCOMES: readonly Outcome[] = ['pass', 'fail', 'undetermined', 'not-applicable'];

/** Wrapped with every line but the first deeper: so that the next one is seen to begin. */
function hanging(text: string, width: number): string[] {
  return wrap(text, width - 2, '  ').map((line, index) => (index === 0 ? line : `  ${line}`));
}

/** The rule of that id or of that last name. @throws TollgateError USAGE naming the near ones. */
function findRule(id: string, rules: readonly Rule[]): Rule {
  const found = rules.find((rule) => rule.id === id) ?? rules.find((rule) => rule.id.endsWith(`/${id}`));
  if (found) return found;
  const typed = nearest(
    id,
    flatMap(rules, (rule) => [rule.id, rule.id.split('/').at(-1)!]),
  );
  if (typed !== undefined)
    throw new TollgateError('USAGE', `there is no rule "${id}"`, { hint: `Did you mean ${typed}?` });
  const words = flatMap(rules, (rule) => rule.id.split(/[/-]/)).filter((word) => word.length > 3);
  const meant = [...words.filter((word) => id.includes(word)), nearest(id, words)];
  const near = rules.filter((rule) => rule.id.split(/[/-]/).some((word) => meant.includes(word)));
  throw new TollgateError('USAGE', `there is no rule "${id}"`, {
    hint:
      near.length > 0
        ? `Near: ${near.map((rule) => rule.id).join(', ')}.`
        : '`tollgate rules list` shows those that are known.',
  });
}

/** Compiled packs leave the examples out: they are read from the rule's file. */
function withExamples(rule: Rule): Rule {
  if (rule.examples.length > 0) return rule;
  return readPackFolder(builtinFolder(), 'rules').find((it) => it.id === rule.id) ?? rule;
}

/** Runs every example of a pack, ours when none is named. */
export async function testRules(
  packs: readonly string[],
  options: { verbose?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const rules =
    packs.length === 0 ? readPackFolder(builtinFolder(), 'rules') : flatMap(packs, (pack) => packRules(pack, terminal));
  const ruleSet = assemble(rules, SUBJECT_KINDS);
  checkPack(ruleSet, SUBJECT_KINDS);
  const colors = colorsFor(terminal.stdout, terminal.env);
  let failed = 0;
  let passed = 0;
  for (const rule of ruleSet.rules) {
    for (const example of rule.examples) {
      const result = await runExample(rule, example, ruleSet, loadExample);
      if (result.passed) passed++;
      else failed++;
      if (result.passed && !options.verbose) continue;
      const mark = result.passed ? colors.green('✓') : colors.red('✗');
      const got = result.passed
        ? ''
        : `: expected ${example.expect}, got ${result.outcome ?? 'nothing'} (${printable(result.message)})`;
      terminal.stdout.write(`${mark} ${rule.id}: ${printable(example.name)}${got}\n`);
    }
    for (const trouble of troublesOf(rule)) {
      failed++;
      terminal.stdout.write(`${colors.red('✗')} ${rule.id}: ${trouble}\n`);
    }
  }
  terminal.stdout.write(`${plural(rules.length, 'rule')}, ${passed} examples passed, ${failed} failed\n`);
  return failed > 0 ? EXIT.block : EXIT.pass;
}

/** Examples that a rule must have to be believed. */
function troublesOf(rule: Rule): string[] {
  const outcomes = new Set(rule.examples.map((example) => example.expect));
  const troubles: string[] = [];
  if (!outcomes.has('pass')) troubles.push('has no example that passes');
  if (!outcomes.has('fail')) troubles.push('has no example that fails');
  const names = rule.examples.map((example) => example.name);
  if (new Set(names).size < names.length) troubles.push('has two examples of one name');
  return troubles;
}

function packRules(pack: string, terminal: Terminal): Rule[] {
  const path = resolve(terminal.cwd, pack);
  return readPackFolder(path, relative(terminal.cwd, path) || '.');
}
