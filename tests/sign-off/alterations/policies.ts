import type { Person } from '../../../src/model/trust.js';
import { statementBytes } from '../../../src/sign-off/statement.js';
import * as world from '../world.js';
import { policy, statement } from '../world.js';
import { type Alteration, person, withPeople } from './alteration.js';

export async function wrongSigners(): Promise<Alteration[]> {
  const { ANA, BO, CY, ana, bo, boSpare, cy, mallory, trusted } = world;
  const bytes = statementBytes(statement);
  const mine = (more: Partial<typeof mallory.key>) => ({ ...trusted(ana), ...more });
  const without = (base: Person, ...lost: string[]) =>
    person(base, { roles: base.roles.filter((role) => !lost.includes(role)) });
  const eve: Person = { name: 'Mallory Grey', emails: [], roles: ['bar-raiser', 'director'], keys: [trusted(mallory)] };
  return [
    {
      name: 'a key is unknown to the policy',
      surroundings: withPeople([BO, CY]),
      because: ['key-untrusted', 'role-missing'],
    },
    { name: 'the policy knows nobody', surroundings: withPeople([]), because: ['key-untrusted', 'role-missing'] },
    {
      name: 'a key is of another person',
      surroundings: withPeople([person(ANA, { keys: [trusted(mallory)] }), BO, CY]),
      because: ['key-untrusted'],
    },
    {
      name: 'the key under the id is another',
      surroundings: withPeople([person(ANA, { keys: [mine({ material: mallory.key.material })] }), BO, CY]),
      because: ['signature-invalid'],
    },
    {
      name: 'the scheme of a key is ECDSA instead of Ed25519',
      surroundings: withPeople([person(ANA, { keys: [mine({ scheme: 'ecdsa-p256' })] }), BO, CY]),
      because: ['signature-invalid'],
    },
    {
      name: 'the scheme of a key is Ed25519 instead of ECDSA',
      surroundings: withPeople([ANA, person(BO, { keys: [{ ...trusted(bo), scheme: 'ed25519' }] }), CY]),
      because: ['signature-invalid'],
    },
    {
      name: 'a signature by a stranger is added',
      envelope: await world.signed(bytes, [ana, bo, mallory]),
      because: ['key-untrusted'],
    },
    {
      name: 'a stranger signs under a trusted key id',
      envelope: await world.signed(bytes, [mallory], ana.key.id),
      because: ['signature-invalid', 'role-missing'],
    },
    {
      name: 'a stranger signs without a key id',
      envelope: await world.signed(bytes, [mallory], ''),
      because: ['signature-invalid', 'role-missing'],
    },
    {
      name: 'a stranger joins the policy after the statement was made',
      envelope: await world.signed(bytes, [bo, mallory]),
      surroundings: withPeople([ANA, BO, CY, eve]),
      because: ['key-untrusted'],
    },
    {
      name: 'a stranger’s key is given to a trusted person afterwards',
      envelope: await world.signed(bytes, [bo, mallory]),
      surroundings: withPeople([person(ANA, { keys: [trusted(ana), trusted(mallory)] }), BO, CY]),
      because: ['key-untrusted'],
    },
    {
      name: 'a role is added to somebody afterwards',
      envelope: await world.signed(bytes, [ana, cy]),
      surroundings: withPeople([ANA, BO, person(CY, { roles: ['director'] })]),
      because: ['role-missing'],
    },
    {
      name: 'the required roles are fewer afterwards',
      envelope: await world.signed(bytes, [ana]),
      surroundings: {
        policy: {
          ...policy,
          requirements: {
            '*': { roles: { 'bar-raiser': 1 }, validDays: 90 },
            review: { roles: { 'bar-raiser': 1 }, validDays: 90 },
          },
        },
      },
      because: ['role-missing'],
    },
    {
      name: 'approvers need not sign any more',
      envelope: await world.signed(bytes, [ana, cy]),
      surroundings: { policy: { ...policy, approversSign: false } },
      because: ['role-missing'],
    },
    {
      name: 'more roles are required',
      surroundings: {
        policy: { ...policy, requirements: { review: { roles: { 'bar-raiser': 2, director: 1 }, validDays: 365 } } },
      },
      because: ['role-missing'],
    },
    {
      name: 'the bar raiser loses the role',
      surroundings: withPeople([without(ANA, 'bar-raiser'), BO, CY]),
      because: ['role-missing'],
    },
    {
      name: 'the director loses the role',
      surroundings: withPeople([ANA, without(BO, 'director'), CY]),
      because: ['role-missing'],
    },
    {
      name: 'a role is spelled with other letters',
      surroundings: withPeople([person(ANA, { roles: ['bаr-raiser'] }), BO, CY]),
      because: ['role-missing'],
    },
    { name: 'one person signs for both roles', envelope: await world.signed(bytes, [bo]), because: ['role-missing'] },
    {
      name: 'one person signs with two keys',
      envelope: await world.signed(bytes, [bo, boSpare]),
      because: ['same-person-twice', 'role-missing'],
    },
    {
      name: 'two bar raisers and no director sign',
      envelope: await world.signed(bytes, [ana, cy]),
      because: ['role-missing', 'waiver-unsigned'],
    },
    {
      name: 'a key ended yesterday',
      surroundings: withPeople([person(ANA, { keys: [trusted(ana, { validUntil: '2026-11-20' })] }), BO, CY]),
      because: ['key-expired'],
    },
    {
      name: 'a key ended before the statement',
      surroundings: withPeople([person(ANA, { keys: [trusted(ana, { validUntil: '2026-10-31' })] }), BO, CY]),
      because: ['key-expired'],
    },
    {
      name: 'a key begins tomorrow',
      surroundings: withPeople([person(ANA, { keys: [trusted(ana, { validFrom: '2026-11-22' })] }), BO, CY]),
      because: ['key-not-yet-valid'],
    },
    {
      name: 'a key began after the statement',
      surroundings: withPeople([person(ANA, { keys: [trusted(ana, { validFrom: '2026-11-02' })] }), BO, CY]),
      because: ['key-not-yet-valid'],
    },
    {
      name: 'a key was revoked',
      surroundings: withPeople([ANA, person(BO, { keys: [trusted(bo, { revoked: 'lost' })] }), CY]),
      because: ['key-revoked'],
    },
    {
      name: 'the bar raiser wrote a file',
      surroundings: { authors: [{ name: 'Ana Ruiz', email: 'other@example.com', file: 'pipelines/shop.yaml' }] },
      because: ['duty-author'],
    },
    {
      name: 'the bar raiser wrote a file, by address',
      surroundings: { authors: [{ name: 'ar', email: 'ANA@example.com', file: 'pipelines/shop.yaml' }] },
      because: ['duty-author'],
    },
    {
      name: 'the bar raiser wrote a file, in Cyrillic letters',
      surroundings: { authors: [{ name: 'Аnа Ruiz', email: 'x@example.com', file: 'pipelines/shop.yaml' }] },
      because: ['duty-author'],
    },
    {
      name: 'the bar raiser wrote a file, in full-width letters',
      surroundings: { authors: [{ name: 'Ａｎａ Ｒｕｉｚ', email: 'x@example.com', file: 'pipelines/shop.yaml' }] },
      because: ['duty-author'],
    },
    {
      name: 'the bar raiser wrote a file, with an invisible letter',
      surroundings: { authors: [{ name: 'Ana\u200b Ruiz', email: 'x@example.com', file: 'pipelines/shop.yaml' }] },
      because: ['duty-author'],
    },
    {
      name: 'the bar raiser wrote a file, in capitals',
      surroundings: { authors: [{ name: 'ANA  RUIZ', file: 'pipelines/shop.yaml' }] },
      because: ['duty-author'],
    },
    {
      name: 'nobody knows who wrote the files',
      surroundings: { authors: 'the clone is shallow' },
      because: ['authors-unknown'],
    },
    {
      name: 'it was signed too long ago',
      surroundings: { today: '2027-01-31' },
      because: ['expired', 'waiver-expired'],
    },
    { name: 'it comes from the future', surroundings: { today: '2026-10-31' }, because: ['not-yet-valid'] },
    { name: 'a waiver ended yesterday', surroundings: { today: '2027-01-01' }, because: ['waiver-expired'] },
  ];
}
