import type { Finding } from '../../src/model/finding.js';
import type { Report } from '../../src/model/report.js';
import type { RepositoryIdentity } from '../../src/model/statement.js';
import type { Person, TrustedKey, TrustPolicy } from '../../src/model/trust.js';
import { digestInputs, sha256 } from '../../src/sign-off/digest.js';
import { preAuthEncoding, STATEMENT_TYPE, writeEnvelope } from '../../src/sign-off/envelope.js';
import { newKey, pemSigner, type Signer } from '../../src/sign-off/keys.js';
import { RefusedError } from '../../src/sign-off/refusal.js';
import { buildStatement, type StatementParts, statementBytes } from '../../src/sign-off/statement.js';
import { judge, openEnvelope, refused, type Surroundings, type Verification } from '../../src/sign-off/verify.js';

/** A small organisation: who they are, their keys, and a change that was put up for signature. */

export const ana = newSigner('ed25519');
export const bo = newSigner('ecdsa-p256');
export const boSpare = newSigner('ed25519');
export const cy = newSigner('ed25519');
export const mallory = newSigner('ed25519');

function newSigner(type: 'ed25519' | 'ecdsa-p256'): Signer {
  return pemSigner(newKey(type).privatePem);
}

/** Keeps a key, with what a policy says of it. */
export function trusted(signer: Signer, more: Partial<TrustedKey> = {}): TrustedKey {
  return { ...signer.key, ...more };
}

export const ANA: Person = {
  name: 'Ana Ruiz',
  emails: ['ana@example.com'],
  roles: ['bar-raiser'],
  keys: [trusted(ana)],
};
export const BO: Person = {
  name: 'Bo Lind',
  emails: ['bo@example.com'],
  roles: ['director', 'bar-raiser'],
  keys: [trusted(bo), trusted(boSpare)],
};
export const CY: Person = {
  name: 'Cy Okafor',
  emails: ['cy@example.com'],
  roles: ['author', 'bar-raiser'],
  keys: [trusted(cy)],
};

export const policy: TrustPolicy = {
  people: [ANA, BO, CY],
  requirements: { review: { roles: { 'bar-raiser': 1, director: 1 }, validDays: 365 } },
  mayNotSign: ['author', 'executor'],
  gitAuthors: 'everyone',
  repositories: ['github.com/acme/shop'],
  approversSign: true,
};

export const repository: RepositoryIdentity = {
  declared: 'github.com/acme/shop',
  origin: 'github.com/acme/shop',
  root: 'a'.repeat(40),
};

export const files: Readonly<Record<string, string>> = {
  'orr/shop.yaml': 'answers:\n  - id: alarms\n    answer: yes\n',
  'pipelines/shop.yaml': 'Resources:\n  Shop: {}\n',
  'tollgate.yaml': 'version: 1\n',
};

const place = { file: 'pipelines/shop.yaml', line: 2, column: 3 };

export function finding(more: Partial<Finding> = {}): Finding {
  return {
    rule: 'pipeline/bake-time',
    severity: 'blocker',
    outcome: 'pass',
    subject: 'Shop/Prod/Deploy',
    message: 'gamma bakes 60 minutes',
    evidence: [],
    location: place,
    ...more,
  };
}

export const waived = finding({
  rule: 'pipeline/load-test',
  outcome: 'fail',
  message: 'no load test covers a pre-production environment',
  waiver: {
    reason: 'The load rig moves until March.',
    owner: 'Cy Okafor',
    approver: 'Bo Lind',
    ticket: 'OPS-12',
    expires: '2026-12-31',
  },
});

export const report: Report = {
  tool: { name: 'tollgate', version: '0.1.0' },
  verdict: 'pass',
  subjects: [
    {
      kind: 'pipeline',
      address: 'Shop',
      title: 'Shop',
      location: place,
      findings: [finding(), waived],
      notes: [],
      duties: [{ duty: 'executor', person: 'Dee Park' }],
    },
    {
      kind: 'review',
      address: 'Shop ORR',
      title: 'Shop ORR',
      location: { file: 'orr/shop.yaml', line: 1, column: 1 },
      findings: [finding({ rule: 'review/answered', subject: 'Shop ORR/alarms', message: 'answered' })],
      notes: [],
    },
  ],
  problems: [],
  rules: [],
  inputs: { judged: 2, passedOver: 0 },
  suggestions: [],
};

export function parts(more: Partial<StatementParts> = {}): StatementParts {
  return {
    report,
    inputs: digestInputs(Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }))),
    packs: [{ name: 'tollgate', digest: { sha256: sha256('rules') } }],
    repository,
    run: { paths: ['.'], parameters: [], config: 'tollgate.yaml', waivers: null, requireProduction: false },
    asOf: '2026-11-01',
    trust: policy,
    nameOf: (file) => file,
    ...more,
  };
}

export const statement = buildStatement(parts());

/** An envelope over a payload, as bytes. */
export async function signed(payload: Uint8Array, signers: readonly Signer[], keyid?: string): Promise<Uint8Array> {
  const message = preAuthEncoding(STATEMENT_TYPE, payload);
  const signatures = await Promise.all(
    signers.map(async (signer) => ({ keyid: keyid ?? signer.key.id, sig: await signer.sign(message) })),
  );
  return Buffer.from(writeEnvelope({ payloadType: STATEMENT_TYPE, payload, signatures }));
}

/** The sign-off of {@link statement} by bar raiser and director. */
export const complete = await signed(statementBytes(statement), [ana, bo]);

export const here: Surroundings = {
  policy,
  today: '2026-11-21',
  file: (name) => (Object.hasOwn(files, name) ? Buffer.from(files[name]!) : undefined),
  repository,
  authors: [{ name: 'Eve Stone', email: 'eve@example.com', file: 'pipelines/shop.yaml' }],
  again: statement,
};

/** Opens and judges, as `tollgate verify` does. */
export function verify(envelope: Uint8Array, more: Partial<Surroundings> = {}): Verification {
  try {
    return judge(openEnvelope(envelope), { ...here, ...more });
  } catch (error) {
    if (error instanceof RefusedError) return refused(error);
    throw error;
  }
}

/** The reasons of a refusal, each once, sorted. */
export function reasons(found: Verification): string[] {
  return [...new Set(found.refusals.map(({ reason }) => reason))].sort();
}
