import type { Scenario } from '../../model/pipeline.js';

/** More scenarios than this are not explored one by one: the rest is judged as unknown. */
export const MAX_SCENARIOS = 128;

/** What is still possible for a parameter that has no value. */
interface Domain {
  readonly allowed: readonly string[] | undefined;
  readonly excluded: Set<string>;
  fixed: string | undefined;
}

/**
 * Answers the questions that conditions ask of unknown parameters, the same question always alike within a scenario.
 * The first answer to each new question is taken from `path`, else `true`; {@link exploreScenarios} flips them in turn.
 */
export class ScenarioOracle {
  readonly answers: boolean[] = [];
  private readonly domains = new Map<string, Domain>();
  private readonly opaque = new Map<string, boolean>();
  private readonly named = new Map<string, boolean>();
  private readonly defaults = new Map<string, string>();
  private asked = 0;

  constructor(
    private readonly path: readonly boolean[],
    /** In open mode nothing is assumed: every open question stays open. */
    readonly open: boolean,
  ) {}

  /** Whether an unknown parameter equals a constant; undefined in open mode. */
  equals(parameter: string, allowed: readonly string[] | undefined, constant: string): boolean | undefined {
    const domain = this.domain(parameter, allowed);
    if (domain.fixed !== undefined) return domain.fixed === constant;
    const left = allowed?.filter((value) => !domain.excluded.has(value));
    if (left && !left.includes(constant)) return false;
    if (domain.excluded.has(constant)) return false;
    if (left?.length === 1) return left[0] === constant;
    const answer = this.decide();
    if (answer === true) domain.fixed = constant;
    if (answer === false) domain.excluded.add(constant);
    return answer;
  }

  /** A question about anything else, known only by its text. */
  ask(question: string): boolean | undefined {
    const before = this.opaque.get(question);
    if (before !== undefined) return before;
    const answer = this.decide();
    if (answer !== undefined) this.opaque.set(question, answer);
    return answer;
  }

  /** How many questions were answered by assumption so far: to see whether a condition rests on one. */
  get questions(): number {
    return this.asked;
  }

  /** Remembers the truth of a named condition that rests on assumptions. */
  noteAssumed(condition: string, truth: boolean): void {
    this.named.set(condition, truth);
  }

  /** Remembers that a condition rests on the default of a parameter. */
  noteDefault(parameter: string, value: string): void {
    this.defaults.set(parameter, value);
  }

  /** The scenario as asked so far. */
  scenario(): Scenario {
    const entries = [...this.named].sort(([a], [b]) => (a < b ? -1 : 1));
    const assumed = entries.map(([name, truth]) => `${name} = ${truth}`).join(', ');
    if (entries.length > 0)
      return {
        conditions: Object.fromEntries(entries),
        text: assumed,
        pinned: false,
        restsOn: [...this.domains.keys()].sort(),
      };
    const defaults = [...this.defaults].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      conditions: {},
      text: defaults.map(([name, value]) => `${name} = ${value || '""'} (its default)`).join(', '),
      pinned: true,
    };
  }

  private domain(parameter: string, allowed: readonly string[] | undefined): Domain {
    let domain = this.domains.get(parameter);
    if (!domain) {
      domain = { allowed, excluded: new Set(), fixed: undefined };
      this.domains.set(parameter, domain);
    }
    return domain;
  }

  private decide(): boolean | undefined {
    this.asked++;
    if (this.open) return undefined;
    const answer = this.path[this.answers.length] ?? true;
    this.answers.push(answer);
    return answer;
  }
}

/** The outcomes of building something under every reachable scenario. */
export interface Explored<T> {
  readonly results: readonly T[];
  /** False when there were more scenarios than {@link MAX_SCENARIOS}. */
  readonly complete: boolean;
}

/**
 * Builds something under every reachable scenario: only questions that building really asks are varied, in the order
 * asked, so unrelated conditions cost nothing.
 */
export function exploreScenarios<T>(build: (oracle: ScenarioOracle) => T): Explored<T> {
  const results: T[] = [];
  const paths: boolean[][] = [[]];
  while (paths.length > 0) {
    if (results.length >= MAX_SCENARIOS) return { results, complete: false };
    const path = paths.pop()!;
    const oracle = new ScenarioOracle(path, false);
    results.push(build(oracle));
    for (let index = oracle.answers.length - 1; index >= path.length; index--)
      paths.push([...oracle.answers.slice(0, index), !oracle.answers[index]]);
  }
  return { results, complete: true };
}
