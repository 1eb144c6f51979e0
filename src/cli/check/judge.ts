import { evaluate, type RuleSet, severityOf } from '../../engine/evaluate.js';
import { mergeScenarios } from '../../engine/scenarios.js';
import { verdictOf } from '../../engine/verdict.js';
import { declarationsOf } from '../../facts/pipeline/declared.js';
import { PipelineSet } from '../../facts/pipeline/judge-set.js';
import { suggestionLines, type Wish, wishesOf } from '../../facts/pipeline/suggest.js';
import type { Config } from '../../model/config.js';
import type { Judgeable } from '../../model/facts.js';
import type { Finding } from '../../model/finding.js';
import type { LoadedPipeline } from '../../model/pipeline.js';
import type { Problem, Report, RuleSummary, Subject } from '../../model/report.js';
import { VERSION } from '../version.js';
import type { Gathered, GatheredFile } from './gather.js';

/** Judges a review by its path, in the light of what was found in the pipelines: its questions may be answered by them. */
export type JudgeReview = (
  file: string,
  findings: readonly Finding[],
) => { readonly subjects: readonly Subject[]; readonly problems: readonly Problem[] };

const judgeNoReview: JudgeReview = () => ({ subjects: [], problems: [] });

/** Judges everything that was gathered. */
export function judge(
  gathered: Gathered,
  ruleSet: RuleSet,
  config: Config,
  judgeReview: JudgeReview = judgeNoReview,
): Report {
  const crashes: Problem[] = [];
  const set = new PipelineSet(
    gathered.files.flatMap((file) => file.pipelines),
    declarationsOf(config),
  );
  const wishes: Wish[] = [];
  const judgeOne = (loaded: LoadedPipeline): Subject => {
    const ways = set.ways(loaded);
    const subject = judgePipeline(set.judgeables(loaded, ways, config), ruleSet, crashes);
    if (subject.findings.some(isOpen)) wishes.push(...wishesOf(ways));
    return subject;
  };
  const pipelines = gathered.files.flatMap((file) => judgeFile(file, judgeOne));
  const findings = pipelines.flatMap((subject) => subject.findings);
  const reviews = gathered.reviews.map((file) => judgeReview(file, findings));
  const subjects = [...pipelines, ...reviews.flatMap((review) => review.subjects)];
  return {
    tool: { name: 'tollgate', version: VERSION },
    verdict: verdictOf(subjects),
    subjects,
    problems: [...gathered.problems, ...crashes, ...reviews.flatMap((review) => review.problems)],
    rules: rulesApplied(ruleSet, subjects),
    inputs: gathered.counts,
    suggestions: suggestionLines(wishes, { limit: SUGGESTED_ENTRIES, several: pipelines.length > 1 }),
  };
}

/** More entries than these are a file to write (`tollgate init`), not lines to copy. */
const SUGGESTED_ENTRIES = 5;

function isOpen({ outcome }: Finding): boolean {
  return outcome === 'undetermined' || outcome === 'fail';
}

function judgeFile(file: GatheredFile, judgeOne: (loaded: LoadedPipeline) => Subject): Subject[] {
  const subjects = file.pipelines.map(judgeOne);
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

/** Applies the rules to a pipeline under each of its scenarios and paths, and merges what they say. */
function judgePipeline(judgeables: readonly Judgeable[], ruleSet: RuleSet, crashes: Problem[]): Subject {
  const evaluated = judgeables.map((judgeable) => evaluate(judgeable, ruleSet));
  crashes.push(...evaluated.flatMap((it) => it.crashes));
  return mergeScenarios(evaluated.map((it) => it.subject));
}

/** The rules that gave a finding, as reports show them. */
export function rulesApplied(ruleSet: RuleSet, subjects: readonly Subject[]): RuleSummary[] {
  const applied = new Set<string>();
  for (const { findings } of subjects) for (const { rule } of findings) applied.add(rule);
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
