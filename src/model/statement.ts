import type { Day } from './day.js';
import type { Outcome, Severity } from './finding.js';
import type { Verdict } from './report.js';
import type { Duty, GitAuthors, Requirement, TrustedKey } from './trust.js';

/** An in-toto v1 statement about what was judged: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export interface Statement {
  readonly _type: 'https://in-toto.io/Statement/v1';
  /** The exact bytes of every input, by repository-relative name, sorted by it. */
  readonly subject: readonly InputDigest[];
  readonly predicateType: 'urn:tollgate:sign-off:v1';
  readonly predicate: SignOff;
}

/** The digest of one input, as in-toto writes it. */
export interface InputDigest {
  /** Path from the repository's root, with `/`. */
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/** What is signed about the inputs. */
export interface SignOff {
  readonly tool: { readonly name: 'tollgate'; readonly version: string };
  /** Digests of the rule packs that were applied, sorted by name. */
  readonly packs: readonly InputDigest[];
  readonly run: SignedRun;
  readonly repository: RepositoryIdentity;
  /** The day (UTC) for which waivers were judged. */
  readonly asOf: Day;
  readonly verdict: Verdict;
  /** What was judged. */
  readonly judged: readonly JudgedThing[];
  /** Every rule on every subject, sorted. */
  readonly outcomes: readonly SignedOutcome[];
  /** The waivers that cover an outcome. */
  readonly waivers: readonly SignedWaiver[];
  /** Who wrote and who will run what was judged, as the documents say. */
  readonly duties: readonly DutyHolder[];
  /** The policy under which it was put up for signature. A verifier holds the signatures against this one and its own. */
  readonly trust: SignedTrust | null;
}

/**
 * What tells one repository from another, so that a sign-off cannot be replayed elsewhere. Any of the three may be
 * unknown (null).
 */
export interface RepositoryIdentity {
  /** As the trust policy declares it. */
  readonly declared: string | null;
  /** The address of the remote `origin`, without scheme, user, port and `.git`. */
  readonly origin: string | null;
  /** The first commit of the history. */
  readonly root: string | null;
}

/** How it was judged, so that anybody can judge it again. Paths start at the root of the repository. */
export interface SignedRun {
  /** Files, folders and globs that were given. */
  readonly paths: readonly string[];
  /** `NAME=VALUE`, or a file of parameters. */
  readonly parameters: readonly string[];
  readonly config: string | null;
  readonly waivers: string | null;
  readonly requireProduction: boolean;
}

export interface JudgedThing {
  readonly kind: string;
  readonly address: string;
  /** The input that it stands in. Whoever wrote this file is its author. */
  readonly file: string;
}

export interface SignedOutcome {
  readonly rule: string;
  readonly subject: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
  readonly message: string;
  readonly waived: boolean;
  /** Under which it holds; empty when under all. */
  readonly scenario: string;
}

export interface SignedWaiver {
  readonly rule: string;
  readonly subject: string;
  readonly reason: string;
  readonly owner: string;
  readonly approver: string;
  readonly ticket: string;
  readonly expires: Day;
}

/** Somebody with a duty that excludes from signing. */
export interface DutyHolder {
  readonly duty: Duty;
  /** Name or e-mail address, as written. */
  readonly person: string;
  /** Of what: an address. */
  readonly of: string;
}

/** A trust policy as a statement holds it: who may sign, not where that is written. */
export interface SignedTrust {
  readonly people: readonly SignedPerson[];
  readonly requirements: Readonly<Record<string, Requirement>>;
  readonly mayNotSign: readonly Duty[];
  readonly gitAuthors: GitAuthors;
  readonly approversSign: boolean;
}

export interface SignedPerson {
  readonly name: string;
  readonly emails: readonly string[];
  readonly roles: readonly string[];
  readonly keys: readonly Omit<TrustedKey, 'location'>[];
}
