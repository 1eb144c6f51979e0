import type { Gathered } from '../src/cli/check/gathered.js';
import { judge } from '../src/cli/check/judge.js';
import { rulesInForce } from '../src/cli/check/packs.js';
import { ACTIVITIES } from '../src/facts/pipeline/types.js';
import { loadConfig } from '../src/loaders/config.js';
import { loadDocument } from '../src/loaders/index.js';
import { loadTerraformModule } from '../src/loaders/terraform/index.js';
import { type Config, EMPTY_CONFIG } from '../src/model/config.js';
import type { Finding } from '../src/model/finding.js';
import { SourceText } from '../src/model/located.js';
import type { Loaded } from '../src/model/pipeline.js';
import type { Report } from '../src/model/report.js';

/** The built-in rules with nothing changed. */
export const RULES = rulesInForce(EMPTY_CONFIG, '.');

/** What is given besides the definition. */
export interface Given {
  /** Text of a tollgate.yaml. */
  readonly config?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Rules that decided nothing yet, in place of {@link RULES}, which remember what they said of others. */
  readonly freshRules?: boolean;
}

/** A file, what was found in it, and what was said of it. */
export interface Judged {
  readonly source: SourceText;
  readonly loaded: Loaded;
  readonly report: Report;
  readonly findings: readonly Finding[];
}

/** Loads one text as the file of that name: pipelines, or the reason why there are none. */
export async function loadText(file: string, text: string, given: Given = {}): Promise<Loaded | { nothing: string }> {
  const parameters = new Map(Object.entries(given.parameters ?? {}));
  const source = new SourceText(file, text);
  if (/\.tf(\.json)?$/.test(file)) return loadTerraformModule([source], { variables: parameters, tfvars: [] });
  return loadDocument(source, { parameters, variableFiles: [] });
}

/** Judges one text as the file of that name by the built-in rules, as `tollgate check` does. */
export async function judgeText(file: string, text: string, given: Given = {}): Promise<Judged> {
  const found = await loadText(file, text, given);
  const loaded = 'nothing' in found ? { pipelines: [], notes: [] } : found;
  const source = loaded.pipelines[0]?.scenarios[0]?.span.source ?? new SourceText(file, text);
  const gathered: Gathered = {
    files: [{ source, path: undefined, ...loaded }],
    consulted: [],
    reviews: [],
    buildspecs: [],
    problems: [],
    texts: [],
    counts: { judged: 1, passedOver: 0 },
  };
  const report = judge(
    gathered,
    given.freshRules ? { ...RULES } : RULES,
    given.config === undefined ? EMPTY_CONFIG : configOf(given.config),
  );
  return { source, loaded, report, findings: report.subjects.flatMap((subject) => subject.findings) };
}

/** The configuration that a tollgate.yaml holds. */
export function configOf(text: string): Config {
  const { value, problems } = loadConfig(new SourceText('tollgate.yaml', text), { activities: ACTIVITIES });
  if (!value) throw new Error(problems.map((problem) => problem.message).join('; '));
  return value;
}
