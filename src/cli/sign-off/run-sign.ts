import { relative, resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import type { Statement } from '../../model/statement.js';
import { compareInputs } from '../../sign-off/digest.js';
import {
  type Envelope,
  preAuthEncoding,
  readEnvelope,
  STATEMENT_TYPE,
  writeEnvelope,
} from '../../sign-off/envelope.js';
import { KeyError } from '../../sign-off/key-error.js';
import { type Signer, verifySignature } from '../../sign-off/keys.js';
import { outcomeChanges } from '../../sign-off/outcome-changes.js';
import { RefusedError } from '../../sign-off/refusal.js';
import { readStatement, statementBytes } from '../../sign-off/statement.js';
import { shortId } from '../../sign-off/trust.js';
import { judge } from '../../sign-off/verify.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, printable, type Terminal } from '../terminal.js';
import { asOfDay } from './as-of.js';
import { judgeAgain } from './judge-again.js';
import { canAsk, confirm } from './passphrase.js';
import { fileIn, findPlace, isFile, type Place, readBytes, repositoryIdentity } from './place.js';
import { authorsOf } from './run-verify.js';
import { type KeyOptions, openSigner } from './signer.js';
import { findTrustPolicy } from './trust-file.js';
import { summaryLines } from './verification-text.js';

/** The options of `sign`. */
export interface SignOptions extends KeyOptions {
  readonly output?: string;
  readonly trust?: string;
  readonly asOf?: string;
  readonly yes?: boolean;
}

/** `tollgate sign`: adds one signature to the envelope of a statement. */
export async function runSign(file: string, options: SignOptions, terminal: Terminal): Promise<ExitCode> {
  const place = await findPlace(terminal.cwd);
  const path = resolve(terminal.cwd, file);
  const target = openTarget(path, options.output === undefined ? undefined : resolve(terminal.cwd, options.output));
  const statement = reading(file, () => readStatement(target.envelope.payload));
  refuseChanged(place, statement);
  refuseUntrue(statement, await judgeAgain(statement, place, terminal));
  await agree(statement, options, terminal);
  const signer = await openSigner(options, terminal);
  if (target.envelope.signatures.some(({ keyid }) => keyid === signer.key.id))
    throw new TollgateError('CONFLICT', `${file} has a signature of the key ${shortId(signer.key.id)} already`);
  const envelope = await addSignature(target.envelope, signer);
  writeFileAtomically(target.path, writeEnvelope(envelope));
  const name = relative(terminal.cwd, target.path);
  terminal.stdout.write(`Signed ${printable(name)} with the key ${shortId(signer.key.id)}.\n`);
  await tellWhatIsMissing({ envelope, statement }, place, options, terminal);
  return EXIT.pass;
}

/** The envelope to sign, and the file it goes to: a bare statement gets an envelope beside it. */
function openTarget(path: string, output: string | undefined): { readonly path: string; readonly envelope: Envelope } {
  const bytes = readBytes(path);
  if (!looksLikeStatement(bytes)) return { path: output ?? path, envelope: reading(path, () => readEnvelope(bytes)) };
  const payload = statementBytes(reading(path, () => readStatement(bytes)));
  const target = output ?? `${path.replace(/(\.statement)?\.json$/, '')}.dsse.json`;
  if (!isFile(target)) return { path: target, envelope: { payloadType: STATEMENT_TYPE, payload, signatures: [] } };
  const envelope = reading(target, () => readEnvelope(readBytes(target)));
  if (Buffer.from(envelope.payload).equals(payload)) return { path: target, envelope };
  throw new TollgateError('CONFLICT', `${target} holds signatures over another statement`, {
    hint: 'They do not count for this one: remove that file, or write elsewhere with --output.',
  });
}

function looksLikeStatement(bytes: Uint8Array): boolean {
  return /^\s*\{/.test(Buffer.from(bytes).toString('latin1')) && Buffer.from(bytes).includes('"_type"');
}

function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RefusedError) throw new TollgateError('ENVELOPE', `${file}: ${error.message}`);
    throw error;
  }
}

/** Nobody should sign what they do not have before them. */
function refuseChanged(place: Place, statement: Statement): void {
  const [first, ...others] = compareInputs(statement.subject, fileIn(place));
  if (!first) return;
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  throw new TollgateError('CONFLICT', `${first.name} is not as the statement has it (${first.what})${more}`, {
    hint: 'Run `tollgate check --statement` again, look at what it says, and sign that.',
  });
}

/** Nor what is not so: whoever wrote the statement may have left out what fails. */
function refuseUntrue(statement: Statement, again: Statement | undefined): void {
  const changes = again ? outcomeChanges(statement.predicate, again.predicate) : [];
  const [first] = changes;
  if (!first) return;
  const what = [first.rule, first.subject].filter((part) => part !== '').join(' for ');
  const more = changes.length > 1 ? `, and ${changes.length - 1} more differ` : '';
  throw new TollgateError(
    'CONFLICT',
    `the statement is not what judging gives: ${what} is ${first.now}, and the statement says ${first.signed}${more}`,
    { hint: 'Run `tollgate check --statement` yourself, look at what it says, and sign that.' },
  );
}

async function agree(statement: Statement, options: SignOptions, terminal: Terminal): Promise<void> {
  terminal.stderr.write(`You are about to sign:\n${summaryLines(statement).join('\n')}\n`);
  if (options.yes) return;
  if (!canAsk(terminal))
    throw new TollgateError('USAGE', 'there is no terminal to ask whether you mean it', { hint: 'Give --yes.' });
  if (!(await confirm(terminal, 'Sign it?'))) throw new TollgateError('INTERRUPTED', 'nothing was signed');
}

async function addSignature(envelope: Envelope, signer: Signer): Promise<Envelope> {
  const message = preAuthEncoding(envelope.payloadType, envelope.payload);
  const sig = await signing(signer, message);
  // A wrong agent key or a key service that signs otherwise is found here, not by whoever verifies.
  if (!verifySignature(signer.key, message, sig))
    throw new TollgateError('KEY', 'the signature that was made does not belong to the public key');
  return { ...envelope, signatures: [...envelope.signatures, { keyid: signer.key.id, sig }] };
}

async function signing(signer: Signer, message: Uint8Array): Promise<Uint8Array> {
  try {
    return await signer.sign(message);
  } catch (error) {
    if (error instanceof KeyError) throw new TollgateError('KEY', error.message);
    throw error;
  }
}

/** The next thing to do: who has to sign still, and what would be refused anyway. */
async function tellWhatIsMissing(
  opened: { readonly envelope: Envelope; readonly statement: Statement },
  place: Place,
  options: SignOptions,
  terminal: Terminal,
): Promise<void> {
  const policy = findTrustPolicy(place, terminal.cwd, options.trust);
  if (!policy) {
    terminal.stderr.write('There is no trust policy yet, so `tollgate verify` will not accept it.\n');
    return;
  }
  const found = judge(opened, {
    policy,
    today: asOfDay(options.asOf, terminal),
    file: fileIn(place),
    repository: await repositoryIdentity(place, policy.repositories),
    authors: await authorsOf(place, policy, opened.statement),
  });
  const colors = colorsFor(terminal.stderr, terminal.env);
  if (found.accepted) terminal.stderr.write(`${colors.green('It is complete:')} \`tollgate verify\` accepts it.\n`);
  else terminal.stderr.write('Before `tollgate verify` accepts it:\n');
  for (const { reason, message } of found.refusals)
    terminal.stderr.write(`  ${colors.yellow(reason)}: ${printable(message)}\n`);
}
