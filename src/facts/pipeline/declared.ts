import type { Config, Match } from '../../model/config.js';
import { display, type Span } from '../../model/located.js';
import type { Action, Pipeline, Stage } from '../../model/pipeline.js';
import { seen } from './evidence.js';
import type { Activity, Declarations, DeclaredEnvironment } from './types.js';
import { readPhrases, splitWords } from './words.js';

/** What `tollgate.yaml` and the pipeline's own metadata declare. The first declaration that matches counts. */
export function declarationsOf(config: Config): Declarations {
  return {
    environment: (pipeline, stage, action, targets) => {
      const found = config.environments.find((it) => matches(it.match, { pipeline, stage, action, targets }));
      if (!found) return inMetadata(pipeline, stage, action);
      return { name: found.name, tier: found.tier, evidence: declared(found.span, `declared as ${found.name}`) };
    },
    activity: (pipeline, stage, action) => {
      const found = config.activities.find((it) =>
        matches(it.match, { pipeline, stage, action, targets: targetsOf(action) }),
      );
      return (
        found && {
          activity: found.activity as Activity,
          evidence: declared(found.span, `declared as ${found.activity}`),
        }
      );
    },
    bake: (pipeline, stage, action) => {
      const found = config.bakes.find((it) =>
        matches(it.match, { pipeline, stage, action, targets: targetsOf(action) }),
      );
      return (
        found && {
          minutes: found.minutes,
          watched: found.watched,
          evidence: declared(found.span, `declared bake of ${found.minutes} minutes`),
        }
      );
    },
  };
}

interface Candidate {
  readonly pipeline: Pipeline;
  readonly stage: Stage;
  readonly action: Action;
  readonly targets: readonly string[];
}

function matches(match: Match, { pipeline, stage, action, targets }: Candidate): boolean {
  const names = [pipeline.id, ...(pipeline.name ? [display(pipeline.name)] : [])];
  return (
    fits(match.pipeline, names) &&
    fits(match.stage, [display(stage.name)]) &&
    fits(match.action, [display(action.name), `${display(stage.name)}/${display(action.name)}`]) &&
    fits(match.account, accountsOf(action)) &&
    fits(match.target, targets)
  );
}

function fits(pattern: string | undefined, texts: readonly string[]): boolean {
  if (pattern === undefined) return true;
  const expression = wildcard(pattern);
  return texts.some((text) => expression.test(text));
}

/** `*` is any text, `?` any character; the case of letters does not matter. */
function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'i');
}

function accountsOf(action: Action): string[] {
  return action.roleArn ? (display(action.roleArn).match(/\d{12}/g) ?? []) : [];
}

function targetsOf(action: Action): string[] {
  return [...action.configuration.values()].map(display);
}

function inMetadata(pipeline: Pipeline, stage: Stage, action: Action): DeclaredEnvironment | undefined {
  const found =
    pipeline.declared.get(`${display(stage.name)}/${display(action.name)}`) ??
    pipeline.declared.get(display(stage.name));
  if (!found) return undefined;
  const tier = readPhrases(splitWords(found.environment), 'target')[0]?.tier;
  return (
    tier && {
      name: found.environment,
      tier,
      evidence: declared(found.span, `declared as ${found.environment} in its metadata`),
    }
  );
}

function declared(span: Span, text: string): ReturnType<typeof seen> {
  return seen(text, span);
}
