import type { Datum } from './datum.js';

/** Evaluation steps for one module: far beyond any real one, and well under a second. */
const MAX_STEPS = 200_000;

/** Steps more for each further module that a call makes. */
const STEPS_PER_CALL = 5_000;

/** Nesting of expressions through locals and variables. */
const MAX_DEPTH = 300;

/** Characters of one text. */
const MAX_TEXT = 1_000_000;

/** Parts of a text that is partly unknown. */
const MAX_PARTS = 2_000;

/** Members of one value, all nested ones counted. */
const MAX_WEIGHT = 200_000;

/** Evaluating goes beyond what any real module needs: the value stays unknown. `try` does not catch it. */
export class EvaluationLimit extends Error {}

/** Keeps evaluation from exploding: doubling texts, endless nesting, loops in loops. */
export class Limits {
  private steps = 0;
  private allowed = MAX_STEPS;
  private depth = 0;
  private readonly weights = new WeakMap<Datum, number>();

  /** Counts one step down; {@link leave} counts it up again. */
  enter(): void {
    this.depth++;
    if (++this.steps > this.allowed || this.depth > MAX_DEPTH) throw new EvaluationLimit('too large to evaluate');
  }

  /** One more module is evaluated. */
  extend(): void {
    this.allowed += STEPS_PER_CALL;
  }

  leave(): void {
    this.depth--;
  }

  /** Refuses values that have grown too large. */
  check<T extends Datum>(datum: T): T {
    if (datum.kind === 'text' && datum.value.length > MAX_TEXT)
      throw new EvaluationLimit('a text too large to evaluate');
    if (datum.kind === 'unknown' && datum.parts.length > MAX_PARTS)
      throw new EvaluationLimit('a text too large to evaluate');
    if ((datum.kind === 'list' || datum.kind === 'object') && this.weight(datum) > MAX_WEIGHT)
      throw new EvaluationLimit('a value too large to evaluate');
    return datum;
  }

  private weight(datum: Datum): number {
    if (datum.kind !== 'list' && datum.kind !== 'object') return 1;
    const cached = this.weights.get(datum);
    if (cached !== undefined) return cached;
    let weight = 1;
    for (const item of datum.kind === 'list' ? datum.items : datum.entries.values()) weight += this.weight(item);
    this.weights.set(datum, weight);
    return weight;
  }
}
