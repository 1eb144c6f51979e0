import { realpathSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { NewEvidence } from '../../loaders/review/edit.js';
import { isArn, notMonitor } from '../../loaders/review/review.js';
import { isDay } from '../../loaders/syntax/fields.js';
import { EVIDENCE_KINDS, type EvidenceKind } from '../../model/checklist.js';
import { displayPath } from './files.js';
import { isThere, lookAt } from './observe.js';

/** Where somebody is who names a path. */
export interface Whereabouts {
  /** The root of the repository that the review belongs to. */
  readonly root: string;
  readonly cwd: string;
}

/**
 * Evidence as people write it: a path, a link, an ARN, or an incident's number after `incident:`. A kind and a colon in front
 * say what it is when it does not show; `@YYYY-MM-DD` behind says of which day it is.
 *
 * @param from where paths are looked for: below the root of the repository first, then below where somebody is.
 * @param day the day on which it is attached: what has no day of its own counts from there.
 * @returns the evidence, or why it is none.
 */
export function evidenceFrom(written: string, from: Whereabouts, day: string): NewEvidence | string {
  const { kind: named, rest } = splitKind(written.trim());
  const dated = /^(.*)@(\d{4}-\d{2}-\d{2})$/.exec(rest);
  const target = (dated ? dated[1]! : rest).trim();
  const date = dated?.[2];
  if (target === '') return 'the evidence is empty';
  if (date !== undefined && !isDay(date)) return `"${date}" is no day`;
  const kind = named ?? kindOf(target);
  if (kind === undefined && isArn(target))
    return `"${target}" is an ARN, and of what it is one is not clear: write alarm: or dashboard: in front`;
  switch (kind) {
    case 'link':
      return /^https?:\/\/[^\s/]/.test(target) ? entry(kind, target, date ?? day) : `"${target}" is no link`;
    case 'alarm':
    case 'dashboard':
      return notMonitor(kind, target) ?? entry(kind, target, date ?? day);
    case 'incident':
    case 'rule':
      return entry(kind, target, date ?? day);
    case 'game-day':
      return gameDay(target, from, date);
    case 'file':
    case 'load-test':
    case undefined:
      return fileEvidence(kind, target, from, date, day);
  }
}

/** A path as everybody finds it: from the root of the repository, wherever and however it was written. */
function placed(written: string, { root, cwd }: Whereabouts): string {
  if (/^https?:\/\//.test(written)) return written;
  const found = [root, cwd].map((folder) => resolve(folder, written)).find((path) => isThere(root, path));
  if (found === undefined) return written;
  const short = displayPath(found, root);
  // The same folder may have two names, one of them by a link.
  return isAbsolute(short) ? displayPath(realpathSync(found), realpathSync(root)) : short;
}

function splitKind(written: string): { kind: EvidenceKind | undefined; rest: string } {
  const colon = written.indexOf(':');
  const kind = EVIDENCE_KINDS.find((one) => one === written.slice(0, colon));
  return kind === undefined ? { kind, rest: written } : { kind, rest: written.slice(colon + 1) };
}

function kindOf(target: string): EvidenceKind | undefined {
  if (/^https?:\/\//.test(target)) return 'link';
  if (!isArn(target)) return undefined;
  if (/^arn:[^:]*:cloudwatch:[^:]*:[^:]*:dashboard\//.test(target)) return 'dashboard';
  return /^arn:[^:]*:cloudwatch:/.test(target) ? 'alarm' : undefined;
}

function entry(kind: EvidenceKind, target: string, date: string): NewEvidence {
  return { kind, target, date };
}

function gameDay(written: string, from: Whereabouts, date: string | undefined): NewEvidence | string {
  const target = placed(written, from);
  if (date === undefined) return `a game day needs its day: game-day:${target}@YYYY-MM-DD`;
  if (/^https?:\/\//.test(target)) return { kind: 'game-day', target, date, openFindings: 0 };
  const { sha256 } = lookAt(from.root, target, false);
  if (sha256 === undefined) return `there is no file ${target}`;
  return { kind: 'game-day', target, date, openFindings: 0, sha256 };
}

function fileEvidence(
  kind: 'file' | 'load-test' | undefined,
  written: string,
  from: Whereabouts,
  date: string | undefined,
  day: string,
): NewEvidence | string {
  const target = placed(written, from);
  const { sha256, loadTest, problem } = lookAt(from.root, target, kind !== 'file');
  if (sha256 === undefined) return `there is no file ${target} in the repository (and it is no link and no ARN)`;
  if (kind === 'load-test' && problem !== undefined) return problem;
  if (loadTest) {
    const ran = loadTest.date ?? date;
    return { kind: 'load-test', target, ...(ran === undefined ? {} : { date: ran }), sha256 };
  }
  return { kind: 'file', target, date: date ?? day, sha256 };
}
