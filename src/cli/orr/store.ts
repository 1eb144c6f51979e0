import { resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import { editReview, type ReviewChange } from '../../loaders/review/edit.js';
import { loadReview } from '../../loaders/review/review.js';
import { SourceText } from '../../model/located.js';
import type { Answer, Review } from '../../model/review.js';
import { removeLeftovers, withLock } from '../../sources/lock-file.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import { readText } from './files.js';
import { believed } from './open.js';

/** A review on disk that is written answer by answer, by perhaps more than one person. */
export class ReviewStore {
  private readonly path: string;
  private text: string;
  private parsed: Review;

  constructor(
    private readonly cwd: string,
    private readonly file: string,
  ) {
    this.path = resolve(cwd, file);
    removeLeftovers(this.path);
    this.text = readText(cwd, file).text;
    this.parsed = this.parse(this.text);
  }

  /** The review as it was last read or written. */
  get review(): Review {
    return this.parsed;
  }

  /**
   * Writes changes, on top of what somebody else may have written in the meantime.
   *
   * @returns the items that somebody else changed meanwhile; theirs and ours are both in the file.
   * @throws TollgateError CONFLICT when somebody else changed what we are about to write: nothing is written.
   */
  apply(changes: readonly ReviewChange[]): string[] {
    return withLock(this.path, () => {
      const current = readText(this.cwd, this.file).text;
      const theirs = current === this.text ? [] : this.takeOver(current, changes);
      const text = editReview(this.text, changes);
      const parsed = this.verified(text);
      writeFileAtomically(this.path, text);
      this.text = text;
      this.parsed = parsed;
      return theirs;
    });
  }

  /** Goes on from what is on disk now. */
  private takeOver(current: string, changes: readonly ReviewChange[]): string[] {
    const now = this.parse(current);
    const changed = [...new Set([...now.answers.keys(), ...this.parsed.answers.keys()])].filter(
      (item) => said(now.answers.get(item)) !== said(this.parsed.answers.get(item)),
    );
    const before = this.parsed;
    this.text = current;
    this.parsed = now;
    for (const change of changes) {
      if (change.kind === 'answer' && changed.includes(change.change.item.id))
        throw this.conflict(`the answer to ${change.change.item.id}`, now.answers.get(change.change.item.id)?.by);
      if (change.kind === 'profile' && now.service.profile[change.field] !== before.service.profile[change.field])
        throw this.conflict(`the profile field ${change.field}`, undefined);
      if (change.kind === 'narrative' && now.narrative[change.part] !== before.narrative[change.part])
        throw this.conflict(`the part "${change.part}" of the narrative`, undefined);
    }
    return changed;
  }

  private conflict(what: string, by: string | undefined): TollgateError {
    return new TollgateError('CONFLICT', `${what} was changed in ${this.file} by ${by ?? 'somebody else'} meanwhile`, {
      hint: 'Nothing of yours was written. Look at the file, then answer again.',
    });
  }

  private parse(text: string): Review {
    return believed(loadReview(new SourceText(this.file, text)), 'REVIEW', this.file);
  }

  /** What is written must be readable again; anything else is a bug that must not reach the disk. */
  private verified(text: string): Review {
    const { value, problems } = loadReview(new SourceText(this.file, text));
    if (value) return value;
    throw new Error(`the edited review would be broken: ${problems.map((one) => one.message).join('; ')}`);
  }
}

/** What was said, wherever it stands in the file. */
function said(answer: Answer | undefined): string {
  return JSON.stringify(answer ?? null, (key, value) =>
    key === 'location' || key === 'valueLocation' || key === 'asked' ? undefined : value,
  );
}
