import type { Change, Check, Rollback, Script, Step } from '../../model/change.js';
import type { Finding } from '../../model/finding.js';
import { codeSpan, escapeMarkdown } from '../markdown-escape.js';

/** A step as it is shown: with the rollback that belongs to it and what was found about it. */
export interface StepView {
  readonly step: Step;
  /** Its own rollback, or the part of the document's rollback section that was found to undo it. */
  readonly rollback: Rollback | undefined;
  readonly findings: readonly Finding[];
}

/** A change as it is shown. */
export interface ChangeView {
  readonly change: Change;
  readonly revision: string;
  readonly steps: readonly StepView[];
  /** Findings about the change as a whole. */
  readonly findings: readonly Finding[];
}

/** What a reader sees of scripts: their lines. */
export function linesOf(scripts: readonly Script[]): string[] {
  return scripts.flatMap((script) => script.text.trimEnd().split('\n'));
}

/** A check in one line; empty when there is none. */
export function checkText(check: Check | undefined): string {
  if (!check) return '';
  return [check.text?.text ?? '', ...linesOf(check.commands)].filter((part) => part !== '').join('; ');
}

/** A check in Markdown: its words, and what is typed as code, so that it can be copied as it stands. */
export function checkMarkdown(check: Check | undefined, expected = ''): string {
  const words = [expected, check?.text?.text ?? ''].filter((part) => part !== '').join('; ');
  const typed = linesOf(check?.commands ?? []).map(codeSpan);
  return [escapeMarkdown(words.replace(typed.length > 0 ? /[.:;]\s*$/ : /$^/, '')), typed.join(', ')]
    .filter((part) => part !== '')
    .join(': ');
}

/** Findings that somebody has to look at, worst first. */
export function troubles(findings: readonly Finding[]): Finding[] {
  const rank = { fail: 0, undetermined: 1, pass: 2, 'not-applicable': 3 } as const;
  const weight = { blocker: 0, warning: 1, info: 2 } as const;
  return findings
    .filter((finding) => finding.outcome === 'fail' || finding.outcome === 'undetermined')
    .sort(
      (a, b) =>
        weight[a.severity] - weight[b.severity] || rank[a.outcome] - rank[b.outcome] || (a.rule < b.rule ? -1 : 1),
    );
}
