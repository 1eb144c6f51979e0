import type { RefusalReason } from '../../../src/sign-off/refusal.js';
import { complete, mallory } from '../world.js';
import { type Alteration, envelope, parsed, text, withSignature } from './alteration.js';

export function alteredEnvelopes(): Alteration[] {
  const [first, second] = parsed.signatures as [{ keyid: string; sig: string }, { keyid: string; sig: string }];
  const malformed: RefusalReason[] = ['envelope-malformed'];
  const cases: [string, Uint8Array, RefusalReason[]][] = [
    ['the payload type is another', envelope({ payloadType: 'application/json' }), ['payload-type']],
    ['the payload type differs in case', envelope({ payloadType: 'application/vnd.in-toto+JSON' }), ['payload-type']],
    ['a key stands twice', Buffer.from(text.replace('{', '{"payloadType":"x",')), malformed],
    ['the payload stands twice', Buffer.from(text.replace('{', `{"payload":"${parsed.payload}",`)), malformed],
    ['a key stands twice, once escaped', Buffer.from(text.replace('{', '{"p\\u0061yload":"",')), malformed],
    ['there is an unknown member', Buffer.from(text.replace('{', '{"verified":true,')), malformed],
    ['a signature has an unknown member', withSignature(0, { alg: 'none' }), malformed],
    ['a byte order mark stands first', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), complete]), malformed],
    ['something follows the envelope', Buffer.concat([complete, Buffer.from('{}')]), malformed],
    ['it is cut short', complete.subarray(0, complete.length - 40), malformed],
    ['it is empty', Buffer.alloc(0), malformed],
    ['it is a list', Buffer.from(`[${text}]`), malformed],
    ['it is UTF-16', Buffer.from(text, 'utf16le'), malformed],
    ['the payload has stray bits in its base64', envelope({ payload: `${parsed.payload}A` }), malformed],
    ['the payload has a space in its base64', envelope({ payload: ` ${parsed.payload}` }), malformed],
    ['a signature has a line end in its base64', withSignature(0, { sig: `${first.sig}\n` }), malformed],
    ['a signature is no text', withSignature(0, { sig: 1 }), malformed],
    ['a key id is no text', withSignature(0, { keyid: null }), malformed],
    ['the signatures are an object', Buffer.from(JSON.stringify({ ...parsed, signatures: {} })), malformed],
    ['there are a thousand signatures', envelope({ signatures: Array(1000).fill(first) }), malformed],
    ['there is no signature', envelope({ signatures: [] }), ['no-signature', 'role-missing']],
    ['one signature is gone', envelope({ signatures: [first] }), ['role-missing']],
    ['the other signature is gone', envelope({ signatures: [second] }), ['role-missing']],
    ['one signature stands twice', envelope({ signatures: [first, first] }), ['signature-duplicate', 'role-missing']],
    ['a signature is added twice', envelope({ signatures: [first, second, second] }), ['signature-duplicate']],
    [
      'one stands twice, once without its key id',
      envelope({ signatures: [first, second, { keyid: '', sig: first.sig }] }),
      ['signature-duplicate'],
    ],
    [
      'the key ids change places',
      envelope({
        signatures: [
          { ...first, keyid: second.keyid },
          { ...second, keyid: first.keyid },
        ],
      }),
      ['signature-invalid'],
    ],
    [
      'the signatures change keys',
      envelope({
        signatures: [
          { ...first, sig: second.sig },
          { ...second, sig: first.sig },
        ],
      }),
      ['signature-invalid'],
    ],
    ['the key id is in capitals', withSignature(0, { keyid: first.keyid.toUpperCase() }), ['key-untrusted']],
    ['the key id is cut', withSignature(0, { keyid: first.keyid.slice(0, 16) }), ['key-untrusted']],
    ['the key id is another', withSignature(0, { keyid: mallory.key.id }), ['key-untrusted']],
    ['a signature is empty', withSignature(0, { sig: '' }), ['signature-invalid']],
    ['a signature is all zero', withSignature(0, { sig: Buffer.alloc(64).toString('base64') }), ['signature-invalid']],
    [
      'an ECDSA signature is zero',
      withSignature(1, { sig: Buffer.from('3006020100020100', 'hex').toString('base64') }),
      ['signature-invalid'],
    ],
    [
      'a signature has a byte more',
      withSignature(0, { sig: Buffer.concat([Buffer.from(first.sig, 'base64'), Buffer.from([0])]).toString('base64') }),
      ['signature-invalid'],
    ],
  ];
  return cases.map(([name, bytes, because]) => ({ name, envelope: bytes, because }));
}
