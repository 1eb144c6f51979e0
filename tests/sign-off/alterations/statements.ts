import type { Statement } from '../../../src/model/statement.js';
import { buildStatement, statementBytes } from '../../../src/sign-off/statement.js';
import * as world from '../world.js';
import { policy, statement } from '../world.js';
import type { Alteration } from './alteration.js';

export async function replays(): Promise<Alteration[]> {
  const { ana, bo, repository } = world;
  const other = 'github.com/acme/pay';
  const elsewhere = { ...repository, declared: other, origin: other, root: 'b'.repeat(40) };
  const undeclared = { ...policy, repositories: [] };
  const remade = async (signedFor: typeof repository | { declared: null; origin: null; root: null }) =>
    world.signed(statementBytes(buildStatement(world.parts({ repository: signedFor }))), [ana, bo]);
  const again = undefined;
  return [
    {
      name: 'replayed where another name is declared',
      surroundings: { policy: { ...policy, repositories: [other] }, repository: elsewhere },
      because: ['repository-differs'],
    },
    {
      name: 'replayed where the origin is another',
      surroundings: { repository: elsewhere },
      because: ['repository-differs'],
    },
    {
      name: 'replayed on a fork',
      surroundings: { repository: { ...repository, origin: 'github.com/mallory/shop' } },
      because: ['repository-differs'],
    },
    {
      name: 'replayed on another origin, nothing declared',
      surroundings: { policy: undeclared, repository: elsewhere },
      because: ['repository-differs'],
    },
    {
      name: 'replayed on another history, nothing declared',
      surroundings: { policy: undeclared, repository: { ...elsewhere, origin: null } },
      because: ['repository-differs'],
    },
    {
      name: 'replayed where nothing is known',
      surroundings: { policy: undeclared, repository: { declared: null, origin: null, root: null } },
      because: ['repository-unknown'],
    },
    {
      name: 'made for no repository',
      envelope: await remade({ declared: null, origin: null, root: null }),
      surroundings: { again },
      because: ['repository-unknown'],
    },
    {
      name: 'made for another one',
      envelope: await remade(elsewhere),
      surroundings: { again },
      because: ['repository-differs'],
    },
    {
      name: 'made for one whose name only looks the same',
      envelope: await remade({ ...repository, declared: 'github.com/acme/shоp' }),
      surroundings: { again },
      because: ['repository-differs'],
    },
  ];
}

export async function wrongStatements(): Promise<Alteration[]> {
  const { ana, bo, cy } = world;
  const make = async (more: Partial<Parameters<typeof buildStatement>[0]>, signers = [ana, bo]) => ({
    envelope: await world.signed(statementBytes(buildStatement(world.parts(more))), signers),
    surroundings: { again: undefined },
  });
  const withWaiver = (owner: string, approver: string) => ({
    report: {
      ...world.report,
      subjects: [
        {
          ...world.report.subjects[0]!,
          findings: [{ ...world.waived, waiver: { ...world.waived.waiver!, owner, approver } }],
        },
        world.report.subjects[1]!,
      ],
    },
  });
  const duties = (duty: 'author' | 'executor', who: string) => ({
    report: {
      ...world.report,
      subjects: [{ ...world.report.subjects[0]!, duties: [{ duty, person: who }] }, world.report.subjects[1]!],
    },
  });
  const escalated: Statement = structuredClone(statement);
  Object.assign(escalated.predicate.trust!.people[2]!, { roles: ['director'] });
  return [
    {
      name: 'a block is signed',
      ...(await make({ report: { ...world.report, verdict: 'block' } })),
      because: ['blocked'],
    },
    {
      name: 'no file is signed',
      ...(await make({ inputs: [], report: { ...world.report, subjects: [] } })),
      because: ['statement-malformed'],
    },
    {
      name: 'what was judged stands in a file that is not signed',
      ...(await make({ inputs: world.parts().inputs.slice(0, 1) })),
      because: ['statement-malformed'],
    },
    { name: 'no policy was signed', ...(await make({ trust: undefined })), because: ['policy-unsigned'] },
    {
      name: 'the policy in the statement gives a role too many',
      envelope: await world.signed(statementBytes(escalated), [ana, cy]),
      because: ['role-missing'],
    },
    {
      name: 'the bar raiser is the author, says the document',
      ...(await make(duties('author', 'Ana Ruiz'))),
      because: ['duty-author'],
    },
    {
      name: 'the bar raiser is the author, with an address',
      ...(await make(duties('author', 'A. R. <ana@example.com>'))),
      because: ['duty-author'],
    },
    { name: 'the director runs it', ...(await make(duties('executor', 'bo@example.com'))), because: ['duty-executor'] },
    {
      name: 'the director runs it under a look-alike name',
      ...(await make(duties('executor', 'Bо Lind'))),
      because: ['duty-executor', 'name-look-alike'],
    },
    {
      name: 'a waiver’s approver did not sign',
      ...(await make(withWaiver('Bo Lind', 'Cy Okafor'))),
      because: ['waiver-unsigned'],
    },
    {
      name: 'a waiver’s approver is nobody known',
      ...(await make(withWaiver('Bo Lind', 'The Boss'))),
      because: ['waiver-unsigned'],
    },
    {
      name: 'a waiver’s approver looks like the director',
      ...(await make(withWaiver('Cy Okafor', 'Bо Lind'))),
      because: ['waiver-unsigned', 'name-look-alike'],
    },
    {
      name: 'a waiver’s approver has a decomposed letter',
      ...(await make(withWaiver('Cy Okafor', 'Bo Li\u0301nd'))),
      because: ['name-look-alike'],
    },
    {
      name: 'a waiver is approved by its owner under an address',
      ...(await make(withWaiver('Bo Lind', 'bo@example.com'))),
      because: ['waiver-self-approved'],
    },
    {
      name: 'a name goes with another’s address',
      ...(await make(withWaiver('Cy Okafor', 'Bo Lind <ana@example.com>'))),
      because: ['waiver-unsigned'],
    },
  ];
}
