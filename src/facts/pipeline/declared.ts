import type { Config, EnvironmentDeclaration, Match } from '../../model/config.js';
import { flatMap } from '../../model/flat.js';
import { display, type Span } from '../../model/located.js';
import { nearest } from '../../model/nearest.js';
import type { Action, LoadedPipeline, Pipeline, Stage } from '../../model/pipeline.js';
import { seen } from './evidence.js';
import type { Activity, Declarations, DeclaredEnvironment } from './types.js';
import { readPhrases, splitWords } from './words.js';

/**
 * What `tollgate.yaml` and the pipeline's own metadata declare. The first declaration that matches counts.
 *
 * @param onUse told of each declaration of an environment that counts for a deployment.
 */
export function declarationsOf(config: Config, onUse?: (declaration: Declaration) => void): Declarations {
  return {
    environment: (pipeline, stage, action, targets) => {
      const found = config.environments.find((it) => matches(it.match, { pipeline, stage, action, targets }));
      if (!found) return inMetadata(pipeline, stage, action);
      onUse?.(found);
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

/** A declaration of `tollgate.yaml` that fits no action of what was judged: a slip, or out of date. */
export interface IdleDeclaration {
  readonly span: Span;
  readonly what: string;
  /** Whether a pipeline was judged that it is about: else it may be about one that was not. */
  readonly aboutJudged: boolean;
  /** The stage that was most likely meant. */
  readonly near: string | undefined;
}

/** Watches which declarations of `tollgate.yaml` fit an action of what is judged. */
export class DeclarationWatch {
  private readonly idle = new Map<Declaration, { readonly what: string; aboutJudged: boolean }>();
  private readonly stages = new Set<string>();

  constructor(config: Config) {
    const add = (it: Declaration, what: string) => this.idle.set(it, { what, aboutJudged: false });
    for (const it of config.environments) add(it, `the environment ${it.name}`);
    for (const it of config.activities) add(it, `the activity ${it.activity}`);
    for (const it of config.bakes) add(it, `the bake of ${it.minutes} minutes`);
  }

  /** Told of a declaration that counts: where commands tell the target, only judging knows. */
  readonly use = (declaration: Declaration): void => {
    this.idle.delete(declaration);
  };

  /** Looks at what was loaded. */
  see(loaded: readonly LoadedPipeline[]): void {
    if (this.idle.size === 0) return;
    for (const pipeline of flatMap(loaded, (it) => it.scenarios)) {
      for (const stage of pipeline.stages) this.stages.add(display(stage.name));
      for (const [declaration, state] of this.idle) {
        const { match } = declaration;
        if (match.pipeline !== undefined && fits(match.pipeline, namesOf(pipeline))) state.aboutJudged = true;
        if (fitsSome(match, pipeline)) this.use(declaration);
      }
    }
  }

  /** The declarations that have fitted nothing so far. */
  left(): IdleDeclaration[] {
    return [...this.idle].map(([{ span, match }, state]) => ({
      ...state,
      span,
      near: match.stage === undefined ? undefined : nearest(match.stage, [...this.stages]),
    }));
  }
}

/** Any declaration about actions. */
type Declaration = Pick<EnvironmentDeclaration, 'match' | 'span'>;

function fitsSome(match: Match, pipeline: Pipeline): boolean {
  return pipeline.stages.some((stage) =>
    stage.actions.some((action) => matches(match, { pipeline, stage, action, targets: targetsOf(action) })),
  );
}

interface Candidate {
  readonly pipeline: Pipeline;
  readonly stage: Stage;
  readonly action: Action;
  readonly targets: readonly string[];
}

function matches(match: Match, { pipeline, stage, action, targets }: Candidate): boolean {
  return (
    fits(match.pipeline, namesOf(pipeline)) &&
    fits(match.stage, [display(stage.name)]) &&
    fits(match.action, [display(action.name), `${display(stage.name)}/${display(action.name)}`]) &&
    fits(match.account, accountsOf(action)) &&
    fits(match.target, targets)
  );
}

function namesOf(pipeline: Pipeline): string[] {
  return [pipeline.id, ...(pipeline.name ? [display(pipeline.name)] : [])];
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
