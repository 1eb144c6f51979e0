import type { AssessedItem, Assessment } from '../../model/assessment.js';

/** In which order questions are asked: what is open, from where one stands; what was skipped comes last. */
export class Route {
  private readonly skipped = new Set<string>();
  private readonly visited: string[] = [];
  private secondRound = false;

  /** The next open question after one; undefined when nothing is open, or all that is was skipped twice. */
  next(assessment: Assessment, after: string | undefined): AssessedItem | undefined {
    const { items } = assessment;
    const start = items.findIndex((one) => one.item.id === after) + 1;
    const round = [...items.slice(start), ...items.slice(0, start)].filter(isOpen);
    const fresh = round.find((one) => !this.skipped.has(one.item.id));
    if (fresh || this.secondRound || round.length === 0) return fresh;
    this.secondRound = true;
    this.skipped.clear();
    return items.find(isOpen);
  }

  /** Notes that a question is on the screen. */
  visit(id: string): void {
    if (this.visited.at(-1) !== id) this.visited.push(id);
  }

  /** The question before the one on the screen. */
  back(): string | undefined {
    if (this.visited.length < 2) return undefined;
    this.visited.pop();
    return this.visited.pop();
  }

  skip(id: string): void {
    this.skipped.add(id);
  }
}

/** Whether somebody still has to say something about it. */
export function isOpen(one: AssessedItem): boolean {
  return one.state === 'unanswered' || one.state === 'changed' || (one.state === 'answered' && one.unconfirmed);
}
