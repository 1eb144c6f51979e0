import { resolve } from 'node:path';
import { addDays } from '../../model/day.js';
import type { RepositoryIdentity, Statement } from '../../model/statement.js';
import type { TrustPolicy } from '../../model/trust.js';
import { RefusedError } from '../../sign-off/refusal.js';
import type { FileAuthor } from '../../sign-off/trust.js';
import { judge, type OpenedEnvelope, openEnvelope, refused, type Verification } from '../../sign-off/verify.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, type Terminal } from '../terminal.js';
import { asOfDay } from './as-of.js';
import { judgeAgain } from './judge-again.js';
import { fileIn, findPlace, type Place, readBytes, repositoryIdentity } from './place.js';
import { needTrustPolicy } from './trust-file.js';
import { verificationJson, verificationText } from './verification-text.js';

/** The options of `verify`. */
export interface VerifyOptions {
  readonly trust?: string;
  readonly asOf?: string;
  readonly format: 'text' | 'json';
  /** False with `--no-judge`: the files are compared, not judged again. */
  readonly judge: boolean;
}

/** `tollgate verify`: 0 when the sign-off counts, 1 when it does not. */
export async function runVerify(envelope: string, options: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const bytes = readBytes(resolve(terminal.cwd, envelope));
  const place = await findPlace(terminal.cwd);
  const policy = needTrustPolicy(place, terminal.cwd, options.trust);
  const today = asOfDay(options.asOf, terminal);
  const opened = open(bytes);
  const found =
    opened instanceof RefusedError
      ? refused(opened)
      : judge(opened, {
          policy,
          today,
          file: fileIn(place),
          repository: await repositoryIdentity(place, policy.repositories),
          authors: await authorsOf(place, policy, opened.statement),
          ...(options.judge ? { again: await judgeAgain(opened.statement, place, terminal) } : {}),
        });
  const statement = opened instanceof RefusedError ? undefined : opened.statement;
  terminal.stdout.write(render(envelope, found, statement, options, terminal));
  return found.accepted ? EXIT.pass : EXIT.block;
}

function open(bytes: Uint8Array): OpenedEnvelope | RefusedError {
  try {
    return openEnvelope(bytes);
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
}

function render(
  envelope: string,
  found: Verification,
  statement: Statement | undefined,
  { format }: VerifyOptions,
  terminal: Terminal,
): string {
  switch (format) {
    case 'json':
      return verificationJson(envelope, found, statement);
    case 'text':
      return verificationText(envelope, found, statement, colorsFor(terminal.stdout, terminal.env));
  }
}

/**
 * Who wrote what was judged, as git tells; nobody when it never was in a repository or the policy does not ask.
 *
 * @returns a sentence when a repository would know and cannot be asked.
 */
export async function authorsOf(
  place: Place,
  policy: TrustPolicy,
  { predicate }: Statement,
): Promise<readonly FileAuthor[] | string> {
  const { gitAuthors } = policy;
  if (gitAuthors === 'ignore') return [];
  if (!place.git) return authorsWithoutGit(place, predicate.repository);
  const files = [...new Set(predicate.judged.map(({ file }) => file))].sort();
  const since = gitAuthors === 'everyone' ? undefined : addDays(predicate.asOf, -gitAuthors.sinceDays);
  return place.git.authors(files, since);
}

function authorsWithoutGit({ gitSilentBecause }: Place, { origin, root }: RepositoryIdentity): readonly [] | string {
  if (gitSilentBecause !== undefined) return `git cannot be asked who wrote the signed files: ${gitSilentBecause}`;
  if (origin === null && root === null) return [];
  return 'it was made in a git repository, and here is none that could tell who wrote the signed files';
}
