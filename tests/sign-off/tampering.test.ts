import { describe, expect, it } from 'vitest';
import { statementBytes } from '../../src/sign-off/statement.js';
import type { Surroundings } from '../../src/sign-off/verify.js';
import { type Alteration, parsed, text } from './alterations/alteration.js';
import { flippedBits } from './alterations/bits.js';
import { alteredEnvelopes } from './alterations/envelopes.js';
import { alteredFiles, forgedResults } from './alterations/files.js';
import { alteredPayloads } from './alterations/payloads.js';
import { wrongSigners } from './alterations/policies.js';
import { replays, wrongStatements } from './alterations/statements.js';
import * as world from './world.js';
import { complete, here, policy, statement } from './world.js';

const alterations: readonly Alteration[] = [
  ...flippedBits(),
  ...alteredEnvelopes(),
  ...alteredPayloads(),
  ...alteredFiles(),
  ...forgedResults(),
  ...(await wrongSigners()),
  ...(await replays()),
  ...(await wrongStatements()),
];

describe('a sign-off', () => {
  it('is accepted as it was signed', () => {
    expect(world.verify(complete).refusals).toEqual([]);
  });

  it('has met at least 200 alterations, all different', () => {
    const seen = new Set(
      alterations.map(({ envelope: bytes = complete, surroundings, name }) =>
        surroundings ? name : Buffer.from(bytes).toString('latin1'),
      ),
    );
    expect(seen.size).toBeGreaterThanOrEqual(200);
  });

  it.each(alterations)('is refused when $name', ({ envelope: bytes = complete, surroundings, because }) => {
    const found = world.verify(bytes, surroundings);
    expect(found.accepted).toBe(false);
    expect(world.reasons(found)).toEqual(expect.arrayContaining([...because]));
  });

  it.each(alterations.filter(({ because }) => because.length === 0))(
    'names the damage, not something else, when $name',
    ({ envelope: bytes, surroundings }) => {
      const damage = [
        'envelope-malformed',
        'payload-type',
        'statement-malformed',
        'signature-invalid',
        'key-untrusted',
      ];
      expect(damage).toContain(world.verify(bytes!, surroundings).refusals[0]!.reason);
    },
  );
});

describe('what does not matter', async () => {
  const bytes = statementBytes(statement);
  it.each<[string, Uint8Array, Partial<Surroundings>]>([
    ['the order of the signatures', await world.signed(bytes, [world.bo, world.ana]), {}],
    ['a third good signature', await world.signed(bytes, [world.ana, world.bo, world.cy]), {}],
    ['the layout of the envelope file', Buffer.from(JSON.stringify(parsed)), {}],
    ['the line ends of the envelope file', Buffer.from(text.replaceAll('\n', '\r\n')), {}],
    [
      'URL-safe base64',
      Buffer.from(JSON.stringify({ ...parsed, payload: parsed.payload.replaceAll('+', '-').replaceAll('/', '_') })),
      {},
    ],
    ['a signature without a key id', await world.signed(bytes, [world.ana, world.bo], ''), {}],
    ['a clone without a remote', complete, { repository: { ...world.repository, origin: null } }],
    ['a shallow clone of a declared repository', complete, { repository: { ...world.repository, root: null } }],
    [
      'a mirror that the policy names',
      complete,
      {
        policy: { ...policy, repositories: ['github.com/acme/shop', 'git.acme.example/shop'] },
        repository: { ...world.repository, origin: 'git.acme.example/shop' },
      },
    ],
    [
      'a new colleague in the policy',
      complete,
      {
        policy: {
          ...policy,
          people: [
            ...policy.people,
            { name: 'Zoe Vance', emails: [], roles: ['director'], keys: [world.trusted(world.mallory)] },
          ],
        },
      },
    ],
    ['a colleague who left and had not signed', complete, { policy: { ...policy, people: [world.ANA, world.BO] } }],
    [
      'a spare key that was revoked',
      complete,
      {
        policy: {
          ...policy,
          people: [
            world.ANA,
            { ...world.BO, keys: [world.trusted(world.bo), world.trusted(world.boSpare, { revoked: 'lost' })] },
            world.CY,
          ],
        },
      },
    ],
    [
      'the last day of a key',
      complete,
      {
        policy: {
          ...policy,
          people: [
            { ...world.ANA, keys: [world.trusted(world.ana, { validFrom: '2026-11-01', validUntil: '2026-11-21' })] },
            world.BO,
            world.CY,
          ],
        },
      },
    ],
    ['the last day of a waiver', complete, { today: '2026-12-31' }],
    [
      'files that are there and not judged',
      complete,
      { file: (name) => (name === 'README.md' ? Buffer.from('x') : here.file(name)) },
    ],
    ['not judging again', complete, { again: undefined }],
    [
      'an author who did not sign',
      complete,
      { authors: [{ name: 'Cy Okafor', email: 'cy@example.com', file: 'orr/shop.yaml' }] },
    ],
  ])('%s', (_, envelopeBytes, surroundings) => {
    expect(world.verify(envelopeBytes, surroundings).refusals).toEqual([]);
  });
});
