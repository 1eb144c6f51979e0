import { evaluate, type RuleSet, severityOf } from '../../engine/evaluate.js';
import { mergeScenarios } from '../../engine/scenarios.js';
import { verdictOf } from '../../engine/verdict.js';
import { declarationsOf } from '../../facts/pipeline/declared.js';
import { derivePipeline } from '../../facts/pipeline/derive.js';
import { judgeablePipeline } from '../../facts/pipeline/judge.js';
import { suggestionLines, type Wish, wishesOf } from '../../facts/pipeline/suggest.js';
import type { Config } from '../../model/config.js';
import type { Finding } from '../../model/finding.js';
import type { LoadedPipeline } from '../../model/pipeline.js';
import type { Problem, Report, RuleSummary, Subject } from '../../model/report.js';
import { VERSION } from '../version.js';
import type { Gathered, GatheredFile } from './gather.js';

/** Judges everything that was gathered. */
export function judge(gathered: Gathered, ruleSet: RuleSet, config: Config): Report {
  const aside: Aside = { crashes: [], wishes: [] };
  const subjects = gathered.files.flatMap((file) => judgeFile(file, ruleSet, config, aside));
  return {
    tool: { name: 'tollgate', version: VERSION },
    verdict: verdictOf(subjects),
    subjects,
    problems: [...gathered.problems, ...aside.crashes],
    rules: rulesApplied(ruleSet, subjects),
    inputs: gathered.counts,
    suggestions: suggestionLines(aside.wishes, { limit: SUGGESTED_ENTRIES, several: subjects.length > 1 }),
  };
}

/** More entries than these are a file to write (`tollgate init`), not lines to copy. */
const SUGGESTED_ENTRIES = 5;

/** What judging brings to light beside findings. */
interface Aside {
  readonly crashes: Problem[];
  readonly wishes: Wish[];
}

function judgeFile(file: GatheredFile, ruleSet: RuleSet, config: Config, aside: Aside): Subject[] {
  const subjects = file.pipelines.map((pipeline) => judgePipeline(pipeline, ruleSet, config, aside));
  return subjects.map((subject, index) => ({
    ...subject,
    notes: [...notesOf(file, subject.address, index === 0), ...subject.notes],
  }));
}

/** Notes of a file stand with the pipeline they name, else with the first. */
function notesOf(file: GatheredFile, address: string, first: boolean): Subject['notes'] {
  const names = file.pipelines.map((pipeline) => pipeline.id);
  return file.notes
    .filter((note) => {
      const named = names.find((name) => note.text.startsWith(`${name} `));
      return named === undefined ? first : named === address;
    })
    .map((note) => (note.location ? { text: note.text, location: note.location } : { text: note.text }));
}

function judgePipeline(loaded: LoadedPipeline, ruleSet: RuleSet, config: Config, aside: Aside): Subject {
  const declarations = declarationsOf(config);
  const options = { requireProduction: config.requireProduction };
  const scenarios = loaded.scenarios.map((scenario) => derivePipeline(scenario, declarations));
  const evaluated = scenarios.map((facts) => evaluate(judgeablePipeline(facts, options), ruleSet));
  aside.crashes.push(...evaluated.flatMap((it) => it.crashes));
  const subject = mergeScenarios(evaluated.map((it) => it.subject));
  if (subject.findings.some(isOpen)) aside.wishes.push(...wishesOf(scenarios));
  return subject;
}

function isOpen({ outcome }: Finding): boolean {
  return outcome === 'undetermined' || outcome === 'fail';
}

/** The rules that gave a finding, as reports show them. */
function rulesApplied(ruleSet: RuleSet, subjects: readonly Subject[]): RuleSummary[] {
  const applied = new Set(subjects.flatMap((subject) => subject.findings.map((finding) => finding.rule)));
  return ruleSet.rules
    .filter((rule) => applied.has(rule.id))
    .map((rule) => {
      const severity = severityOf(rule, ruleSet);
      const { id, title, rationale, remedy, references } = rule;
      return {
        id,
        title,
        severity: severity === 'off' ? rule.severity : severity,
        rationale,
        remedy: remedy.replace(/\{\{[\s\S]*?\}\}/g, '…'),
        references,
      };
    });
}
