import { suggestionLines, type Wish, yamlScalar } from '../../facts/pipeline/suggest.js';
import type { MergedFacts } from '../../facts/pipeline/view.js';
import { printable } from '../../model/printable.js';
import { redact } from '../../model/redact.js';
import type { Rule } from '../../model/rule.js';

/** A pipeline that `tollgate init` found. */
export interface FoundPipeline {
  readonly file: string;
  readonly id: string;
  readonly facts: MergedFacts;
  readonly wishes: readonly Wish[];
  /** Names of parameters it rests on that have no value. */
  readonly parameters: readonly string[];
}

/** Where editors find the schema once tollgate is installed in the repository. */
const SCHEMA = 'node_modules/tollgate/schemas/tollgate.schema.json';

/**
 * The text of a first `tollgate.yaml`. Everything but the version is a comment: it changes no verdict until somebody answers
 * what it asks.
 */
export function composeConfiguration(pipelines: readonly FoundPipeline[], rules: readonly Rule[]): string {
  const several = pipelines.length > 1;
  const wishes = pipelines.flatMap((it) => it.wishes);
  const lines = [
    `# yaml-language-server: $schema=${SCHEMA}`,
    '# What tollgate cannot see for itself. Everything in here is optional.',
    'version: 1',
    '',
    '# What to check when no path is given; the folder of this file when it is not said.',
    '# inputs: [.]',
    '',
    ...understood(pipelines),
    ...questions(wishes, several),
    ...parameters(pipelines),
    '# A pipeline that has no production is not judged by production rules. To block it instead:',
    '# requireProduction: true',
    '',
    ...ruleLines(rules.filter((rule) => rule.id.startsWith('pipeline/'))),
  ];
  return `${lines.map((line) => printable(redact(line)).trimEnd()).join('\n')}\n`;
}

/** Every environment that was understood, with the evidence, for people to hold against what they know. */
function understood(pipelines: readonly FoundPipeline[]): string[] {
  const known = pipelines.flatMap(({ file, id, facts }) => {
    const rows = facts.deployments.filter((it) => it.tier !== 'undetermined');
    const width = Math.max(...rows.map((row) => row.at.length), 0);
    const lines = rows.map((row) => {
      const why = row.because[0] === undefined ? '' : `, by ${row.because[0]}`;
      return `#   ${row.at.padEnd(width)}  ${row.tier}${row.environment === '' ? '' : ` (${row.environment})`}${why}`;
    });
    return lines.length === 0 ? [] : [`# ${id} in ${file}`, ...lines];
  });
  if (known.length === 0) return [];
  return [
    '# Environments that were understood without help. Where one is wrong, declare it below: what is declared counts first.',
    ...known,
    '',
  ];
}

function questions(wishes: readonly Wish[], several: boolean): string[] {
  if (wishes.length === 0)
    return [
      '# Nothing needs declaring. Where a name misleads, say what it is:',
      '# environments:',
      '#   - name: gamma',
      '#     tier: pre-production  # or production',
      '#     match: { stage: Verify* }  # pipeline, stage, action, account, target; * and ? stand for anything',
      '',
    ];
  return [
    '# What could not be told. Take the # away from an entry and fill it in. In match, * and ? stand for anything.',
    ...suggestionLines(wishes, { limit: wishes.length, several }).map((line) => `# ${line}`),
    '',
  ];
}

function parameters(pipelines: readonly FoundPipeline[]): string[] {
  const names = [...new Set(pipelines.flatMap((it) => it.parameters))].sort();
  if (names.length === 0) return [];
  const usedBy = (name: string) =>
    pipelines
      .filter((it) => it.parameters.includes(name))
      .map((it) => it.id)
      .join(', ');
  return [
    '# Parameters of templates and variables that have no default. A value settles what rests on it.',
    '# parameters:',
    ...names.map((name) => `#   ${yamlScalar(name)}:  # in ${usedBy(name)}`),
    '',
  ];
}

/** Rules with their severity and parameters as they are. */
function ruleLines(rules: readonly Rule[]): string[] {
  return [
    '# The rules about pipelines as they are in force (`tollgate rules list` shows all). A severity is blocker, warning, info or off.',
    '# rules:',
    ...[...rules]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .flatMap((rule) => {
        const params = Object.entries(rule.params).map(([name, param]) => `${name}: ${JSON.stringify(param.default)}`);
        return [
          `#   # ${rule.title}`,
          params.length === 0
            ? `#   ${rule.id}: ${rule.severity}`
            : `#   ${rule.id}: { severity: ${rule.severity}, params: { ${params.join(', ')} } }`,
        ];
      }),
  ];
}
