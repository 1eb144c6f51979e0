import { type Day, parseDay } from '../model/day.js';
import { OUTCOMES, SEVERITIES } from '../model/finding.js';
import { redact } from '../model/redact.js';
import type { Report } from '../model/report.js';
import type {
  DutyHolder,
  InputDigest,
  RepositoryIdentity,
  SignedOutcome,
  SignedPerson,
  SignedRun,
  SignedTrust,
  SignedWaiver,
  SignOff,
  Statement,
} from '../model/statement.js';
import { DUTIES, type GitAuthors, type Requirement, type TrustPolicy } from '../model/trust.js';
import { WAIVER_FILE_KIND } from '../model/waiver.js';
import { canonicalize, type Json } from './canonical.js';
import { isInputName } from './digest.js';
import { RefusedError } from './refusal.js';
import * as shape from './shape.js';
import { parseStrictJsonBytes, StrictJsonError } from './strict-json.js';

const STATEMENT = 'https://in-toto.io/Statement/v1';

/** The type of our predicate. The number changes when its members change their meaning. */
export const PREDICATE_TYPE = 'urn:tollgate:sign-off:v1';

/** All that a statement says beside the report itself. */
export interface StatementParts {
  readonly report: Report;
  readonly inputs: readonly InputDigest[];
  readonly packs: readonly InputDigest[];
  readonly repository: RepositoryIdentity;
  readonly run: SignedRun;
  readonly asOf: Day;
  readonly trust: TrustPolicy | undefined;
  /** The name as an input of a file as reports name it. */
  readonly nameOf: (file: string) => string;
}

/** The statement about a report. Same parts, same statement: everything in it is sorted. */
export function buildStatement(parts: StatementParts): Statement {
  const { report } = parts;
  return {
    _type: STATEMENT,
    subject: sorted(parts.inputs, ({ name }) => name),
    predicateType: PREDICATE_TYPE,
    predicate: {
      tool: report.tool,
      packs: sorted(parts.packs, ({ name }) => name),
      run: parts.run,
      repository: parts.repository,
      asOf: parts.asOf,
      verdict: report.verdict,
      judged: sorted(
        report.subjects
          .filter(({ kind }) => kind !== WAIVER_FILE_KIND)
          .map(({ kind, address, location }) => ({ kind, address, file: parts.nameOf(location.file) })),
        ({ kind, address, file }) => `${kind} ${address} ${file}`,
      ),
      outcomes: outcomesOf(report),
      waivers: waiversOf(report),
      duties: dutiesOf(report),
      trust: parts.trust ? signedTrust(parts.trust) : null,
    },
  };
}

/** The bytes of a statement: canonical JSON. */
export function statementBytes(statement: Statement): Uint8Array {
  return Buffer.from(canonicalize(statement as unknown as Json), 'utf8');
}

function dutiesOf(report: Report): DutyHolder[] {
  const duties = report.subjects.flatMap(({ address, duties: held = [] }) =>
    held.map(({ duty, person }): DutyHolder => ({ duty, person, of: address })),
  );
  return sorted(duties, ({ duty, person, of }) => `${duty} ${person} ${of}`);
}

function outcomesOf(report: Report): SignedOutcome[] {
  const outcomes = report.subjects.flatMap((subject) =>
    subject.findings.map(
      (finding): SignedOutcome => ({
        rule: finding.rule,
        subject: finding.subject,
        severity: finding.severity,
        outcome: finding.outcome,
        message: redact(finding.message),
        waived: finding.waiver !== undefined,
        scenario: finding.scenario ?? '',
      }),
    ),
  );
  return sorted(outcomes, (outcome) => canonicalize(outcome as unknown as Json), byRule);
}

function waiversOf(report: Report): SignedWaiver[] {
  const waivers = report.subjects.flatMap((subject) =>
    subject.findings.flatMap((finding): SignedWaiver[] => {
      if (!finding.waiver) return [];
      const { reason, owner, approver, ticket = '', expires } = finding.waiver;
      return [
        { rule: finding.rule, subject: finding.subject, reason: redact(reason), owner, approver, ticket, expires },
      ];
    }),
  );
  return sorted(waivers, (waiver) => canonicalize(waiver as unknown as Json), byRule);
}

function byRule(finding: { rule: string; subject: string }): string {
  return `${finding.rule} ${finding.subject} `;
}

/** Sorted by keys, the first weightiest; what is equal in all of them stands once. */
function sorted<T>(items: readonly T[], last: (item: T) => string, first: (item: T) => string = () => ''): T[] {
  const keyed = new Map(items.map((item): [string, T] => [`${first(item)}\u0000${last(item)}`, item]));
  return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** A trust policy as statements hold it. */
export function signedTrust(policy: TrustPolicy): SignedTrust {
  return {
    people: policy.people.map(
      ({ name, emails, roles, keys }): SignedPerson => ({
        name,
        emails,
        roles,
        keys: keys.map(({ location: _, ...key }) => dropUndefined(key)),
      }),
    ),
    requirements: policy.requirements,
    mayNotSign: policy.mayNotSign,
    gitAuthors: policy.gitAuthors,
    approversSign: policy.approversSign,
  };
}

function dropUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

const day = shape.textThat('a day (YYYY-MM-DD)', (text) => parseDay(text) !== undefined);
const inputName = shape.textThat('a path inside the repository', isInputName);
const sha256 = shape.textThat('a SHA-256 in hex', (text) => /^[0-9a-f]{64}$/.test(text));

function digests(name: shape.Shape<string>): shape.Shape<readonly InputDigest[]> {
  return shape.listOf(shape.record<InputDigest>({ name, digest: shape.record<InputDigest['digest']>({ sha256 }) }));
}

const requirement = shape.record<Requirement>({ roles: shape.mapOf(shape.count), validDays: shape.count });

const trust = shape.record<SignedTrust>({
  people: shape.listOf(
    shape.record<SignedPerson>({
      name: shape.text,
      emails: shape.listOf(shape.text),
      roles: shape.listOf(shape.text),
      keys: shape.listOf(
        shape.record<SignedPerson['keys'][number]>({
          id: sha256,
          scheme: shape.oneOf('ed25519', 'ecdsa-p256', 'ssh'),
          material: shape.text,
          validFrom: shape.maybe(day),
          validUntil: shape.maybe(day),
          revoked: shape.maybe(shape.text),
        }),
      ),
    }),
  ),
  requirements: shape.mapOf(requirement),
  mayNotSign: shape.listOf(shape.oneOf(...DUTIES)),
  gitAuthors: shape.either<'everyone' | 'ignore', Extract<GitAuthors, object>>(
    shape.oneOf('everyone', 'ignore'),
    shape.record({ sinceDays: shape.count }),
  ),
  approversSign: shape.flag,
});

const predicate = shape.record<SignOff>({
  tool: shape.record({ name: shape.oneOf('tollgate'), version: shape.text }),
  packs: digests(shape.text),
  run: shape.record<SignedRun>({
    paths: shape.listOf(shape.textThat('a path inside the repository', (path) => path === '.' || isInputName(path))),
    parameters: shape.listOf(
      shape.textThat('NAME=VALUE or a path inside the repository', (text) => text.includes('=') || isInputName(text)),
    ),
    config: shape.nullOr(inputName),
    waivers: shape.nullOr(inputName),
    requireProduction: shape.flag,
  }),
  repository: shape.record({
    declared: shape.nullOr(shape.text),
    origin: shape.nullOr(shape.text),
    root: shape.nullOr(shape.text),
  }),
  asOf: day,
  verdict: shape.oneOf('pass', 'block'),
  judged: shape.listOf(
    shape.record({
      kind: shape.text,
      address: shape.text,
      file: inputName,
    }),
  ),
  outcomes: shape.listOf(
    shape.record({
      rule: shape.text,
      subject: shape.text,
      severity: shape.oneOf(...SEVERITIES),
      outcome: shape.oneOf(...OUTCOMES),
      message: shape.anyText,
      waived: shape.flag,
      scenario: shape.anyText,
    }),
  ),
  waivers: shape.listOf(
    shape.record({
      rule: shape.text,
      subject: shape.text,
      reason: shape.text,
      owner: shape.text,
      approver: shape.text,
      ticket: shape.anyText,
      expires: day,
    }),
  ),
  duties: shape.listOf(shape.record({ duty: shape.oneOf(...DUTIES), person: shape.text, of: shape.text })),
  trust: shape.nullOr(trust),
});

const statement = shape.record<Statement>({
  _type: shape.oneOf(STATEMENT),
  subject: digests(inputName),
  predicateType: shape.oneOf(PREDICATE_TYPE),
  predicate,
});

/**
 * Reads the payload of an envelope.
 *
 * @throws RefusedError `statement-malformed`.
 */
export function readStatement(bytes: Uint8Array): Statement {
  try {
    const read = statement(parseStrictJsonBytes(bytes), 'statement');
    const names = read.subject.map(({ name }) => name);
    if (names.length === 0) throw new shape.ShapeError('statement.subject is empty: nothing was signed');
    const stray = read.predicate.judged.find(({ file }) => !names.includes(file));
    if (stray) throw new shape.ShapeError(`statement.predicate.judged names ${stray.file}, which is no subject`);
    if (new Set(names).size < names.length) throw new shape.ShapeError('statement.subject names a file twice');
    return read;
  } catch (error) {
    if (error instanceof StrictJsonError || error instanceof shape.ShapeError)
      throw new RefusedError({
        reason: 'statement-malformed',
        message: `the payload cannot be relied on: ${error.message}`,
      });
    throw error;
  }
}
