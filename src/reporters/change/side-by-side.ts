import { printable } from '../../model/printable.js';
import { redact } from '../../model/redact.js';
import { displayWidth } from '../display-width.js';
import type { Colors } from '../options.js';
import { wrap } from '../wrap.js';
import { checkText, linesOf, type StepView, troubles } from './step-view.js';

/** From this width on, step and rollback stand beside each other; below it, under each other. */
const BESIDE = 90;

/** A step for a terminal: what is done on the left, how it is undone on the right, then what was found about it. */
export function renderStep(view: StepView, of: number, width: number, colors: Colors): string {
  const { step } = view;
  const head = colors.bold(wrap(`Step ${step.number} of ${of}: ${step.title.text}`, width).join('\n'));
  const does = doing(view);
  const undo = undoing(view);
  const body =
    width >= BESIDE ? beside(does, undo, width) : [...under('does', does, width), ...under('undone by', undo, width)];
  return redact([head, ...body, ...found(view, width, colors), ''].join('\n'));
}

function doing({ step }: StepView): string[] {
  const action = step.action && step.action.text !== step.title.text ? step.action.text.split('\n') : [];
  return [
    ...(step.target ? [`on ${step.target.text}`] : []),
    ...action,
    ...linesOf(step.commands).map((line) => `$ ${line}`),
    ...(step.expected ? [`expect: ${step.expected.text}`] : []),
    ...(step.check ? [`check: ${checkText(step.check)}`] : []),
    ...(step.minutes ? [`takes ${step.minutes.minutes} min`] : []),
  ];
}

function undoing({ step, rollback }: StepView): string[] {
  const reason = step.irreversible ? [`CANNOT BE UNDONE: ${step.irreversible.reason?.text ?? 'no reason given'}`] : [];
  if (!rollback) return reason.length > 0 ? reason : ['nothing is stated'];
  return [
    ...reason,
    ...(rollback.text?.text.split('\n') ?? []),
    ...linesOf(rollback.commands).map((line) => `$ ${line}`),
    ...(rollback.check ? [`check: ${checkText(rollback.check)}`] : []),
    ...(rollback.minutes ? [`takes ${rollback.minutes.minutes} min`] : []),
    ...(rollback.from ? [`(from ${rollback.from})`] : []),
  ];
}

function beside(left: readonly string[], right: readonly string[], width: number): string[] {
  const half = Math.floor((width - 3) / 2);
  const a = ['does', ...left.flatMap((line) => fold(line, half))];
  const b = ['undone by', ...right.flatMap((line) => fold(line, half))];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, row) =>
    `${pad(a[row] ?? '', half)} │ ${b[row] ?? ''}`.trimEnd(),
  );
}

function under(title: string, lines: readonly string[], width: number): string[] {
  return [`${title}:`, ...lines.flatMap((line) => fold(line, width - 2)).map((line) => `  ${line}`)];
}

/** A command must not lose its blanks, and must not be cut: long ones are folded hard, a character at the edge. */
function fold(line: string, width: number): string[] {
  const safe = printable(line).replaceAll('\t', '    ');
  const lines: string[] = [];
  let current = '';
  for (const character of safe) {
    if (displayWidth(current) + displayWidth(character) > width) {
      lines.push(current);
      current = '  ';
    }
    current += character;
  }
  return [...lines, current];
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

function found({ findings }: StepView, width: number, colors: Colors): string[] {
  return troubles(findings).flatMap((finding) => {
    const paint = finding.severity === 'blocker' ? colors.red : colors.yellow;
    const [first, ...rest] = wrap(
      `${finding.message} (${finding.rule})`,
      width,
      finding.severity === 'blocker' ? '✗ ' : '! ',
    );
    return [paint(first!), ...rest];
  });
}
