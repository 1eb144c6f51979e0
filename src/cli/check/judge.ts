import { type EvaluateOptions, evaluate, type RuleSet, severityOf } from '../../engine/evaluate.js';
import { mergeScenarios } from '../../engine/scenarios.js';
import { verdictOf } from '../../engine/verdict.js';
import { DeclarationWatch, declarationsOf, type IdleDeclaration } from '../../facts/pipeline/declared.js';
import { PipelineSet, tiedTogether, tiesOfAll } from '../../facts/pipeline/judge-set.js';
import type { Ties } from '../../facts/pipeline/links.js';
import { suggestionLines, type Wish, wishesOf } from '../../facts/pipeline/suggest.js';
import type { Config } from '../../model/config.js';
import type { Finding } from '../../model/finding.js';
import { flatMap } from '../../model/flat.js';
import { locate, type SourceText } from '../../model/located.js';
import type { LoadedPipeline, LoadNote } from '../../model/pipeline.js';
import type { Note, Problem, Report, RuleSummary, Subject } from '../../model/report.js';
import { VERSION } from '../version.js';
import type { Gathered, GatheredFile } from './gathered.js';

/** Judges a review by its path, in the light of what was found beside it: its questions may be answered by that. */
export type JudgeReview = (
  file: string,
  findings: readonly Finding[],
) => { readonly subjects: readonly Subject[]; readonly problems: readonly Problem[] };

/** What is said of the pipelines of one file, as long as nothing outside it leads to them. */
interface JudgedFile {
  readonly subjects: readonly Subject[];
  readonly wishes: readonly Wish[];
  readonly crashes: readonly Problem[];
  readonly ties: Ties;
}

/** Judges files, each by itself as soon as it is there, and those that are tied to others together when all are. */
export class Judging {
  private readonly alone = new Map<SourceText, JudgedFile>();
  private readonly watch: DeclarationWatch;

  /** @param options whether anybody will read evidence. */
  constructor(
    private readonly ruleSet: RuleSet,
    private readonly config: Config,
    private readonly options: EvaluateOptions = {},
  ) {
    this.watch = new DeclarationWatch(config);
  }

  /** Judges a file by itself, and keeps what comes of it. */
  take(file: GatheredFile): void {
    this.watch.see(file.pipelines);
    this.alone.set(file.source, this.judgeAlone(file));
  }

  private judgeAlone(file: GatheredFile): JudgedFile {
    const { pipelines } = file;
    const set = new PipelineSet(pipelines, declarationsOf(this.config, this.watch.use));
    return { ...this.judgeIn(set, file), ties: tiesOfAll(pipelines) };
  }

  private judgeIn(set: PipelineSet, file: GatheredFile): Omit<JudgedFile, 'ties'> {
    const { ruleSet, config, options } = this;
    const crashes: Problem[] = [];
    const wishes: Wish[] = [];
    const subjects = judgeFile(file, (loaded) => {
      const ways = set.ways(loaded);
      const evaluated = set.judgeables(loaded, ways, config).map((it) => evaluate(it, ruleSet, options));
      crashes.push(...flatMap(evaluated, (it) => it.crashes));
      const subject = mergeScenarios(evaluated.map((it) => it.subject));
      if (subject.findings.some(isOpen)) wishes.push(...wishesOf(ways));
      return subject;
    });
    return { subjects, wishes, crashes };
  }

  /** Declarations of the configuration that fitted nothing in what was judged. */
  get idleDeclarations(): readonly IdleDeclaration[] {
    return this.watch.left();
  }

  /** What is said of each file in the end: once more, and together, where files are tied. */
  judgeAll(files: readonly GatheredFile[]): Omit<JudgedFile, 'ties'>[] {
    const judged: Omit<JudgedFile, 'ties'>[] = files.map((file) => {
      const before = this.alone.get(file.source);
      if (!before) this.watch.see(file.pipelines);
      return before ?? this.judgeAlone(file);
    });
    for (const group of tiedTogether((judged as JudgedFile[]).map((it) => it.ties))) {
      if (group.length === 1) continue;
      const set = new PipelineSet(
        flatMap(group, (index) => files[index]!.pipelines),
        declarationsOf(this.config, this.watch.use),
      );
      for (const index of group) judged[index] = this.judgeIn(set, files[index]!);
    }
    return judged;
  }
}

/**
 * Says which declarations fit nothing. Of some files only, that is worth a word when it is plainly a slip: the others may be about
 * pipelines that were not judged.
 *
 * @param everything whether all that the configuration is about was judged.
 */
export function notesOnDeclarations(idle: readonly IdleDeclaration[], everything: boolean): Note[] {
  return idle
    .filter(({ aboutJudged, near }) => everything || aboutJudged || near !== undefined)
    .map(({ what, near, span }) => ({
      text: `what is declared for ${what} fits no action that was judged${near === undefined ? '' : ` (did you mean the stage ${near}?)`}`,
      location: locate(span),
    }));
}

/** Judges the pipelines that were gathered. */
export function judge(
  gathered: Gathered,
  ruleSet: RuleSet,
  config: Config,
  judging: Judging = new Judging(ruleSet, config),
): Report {
  const judged = judging.judgeAll(gathered.files);
  const subjects = withStrayNotes(judged, gathered.files);
  return {
    tool: { name: 'tollgate', version: VERSION },
    verdict: verdictOf(subjects),
    subjects,
    problems: [...gathered.problems, ...flatMap(judged, (file) => file.crashes)],
    rules: rulesApplied(ruleSet, subjects),
    inputs: gathered.counts,
    suggestions: suggestionLines(
      flatMap(judged, (file) => file.wishes),
      { limit: SUGGESTED_ENTRIES, several: subjects.length > 1 },
    ),
  };
}

/** A report with the reviews that were gathered beside all else that was judged. */
export function withReviews(report: Report, gathered: Gathered, ruleSet: RuleSet, judgeReview: JudgeReview): Report {
  const findings = flatMap(report.subjects, (subject) => subject.findings);
  const reviews = gathered.reviews.map((file) => judgeReview(file, findings));
  const subjects = [...report.subjects, ...flatMap(reviews, (review) => review.subjects)];
  return {
    ...report,
    subjects,
    verdict: verdictOf(subjects),
    problems: [...report.problems, ...flatMap(reviews, (review) => review.problems)],
    rules: rulesApplied(ruleSet, subjects),
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

/** What is said of files that gave no pipeline (all are conditioned away) stands with the first that another file gave. */
function withStrayNotes(judged: readonly Pick<JudgedFile, 'subjects'>[], files: readonly GatheredFile[]): Subject[] {
  const subjects = flatMap(judged, (file) => file.subjects);
  const stray = flatMap(files, (file, index) => (judged[index]!.subjects.length > 0 ? [] : file.notes.map(asNote)));
  const [first, ...others] = subjects;
  return first && stray.length > 0 ? [{ ...first, notes: [...first.notes, ...stray] }, ...others] : subjects;
}

function asNote({ text, location }: LoadNote): Subject['notes'][number] {
  return location ? { text, location } : { text };
}

/** Notes of a file stand with the pipeline they name, else with the first. */
function notesOf(file: GatheredFile, address: string, first: boolean): Subject['notes'] {
  const names = file.pipelines.map((pipeline) => pipeline.id);
  return file.notes
    .filter((note) => {
      const named = names.find((name) => note.text.startsWith(`${name} `));
      return named === undefined ? first : named === address;
    })
    .map(asNote);
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
