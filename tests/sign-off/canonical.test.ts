import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize, type Json } from '../../src/sign-off/canonical.js';
import { parseStrictJson, parseStrictJsonBytes, StrictJsonError } from '../../src/sign-off/strict-json.js';

const values = fc.jsonValue({ stringUnit: 'grapheme' }).filter((value) => exact(value)) as fc.Arbitrary<Json>;

/** Whether every number in a value is one that the strict reader takes. */
function exact(value: unknown): boolean {
  if (typeof value === 'number')
    return !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return value === null || typeof value !== 'object' || Object.values(value).every(exact);
}

function shuffled(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(shuffled);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, shuffled(member)]),
  );
}

describe('canonical JSON', () => {
  it('writes the example of RFC 8785', () => {
    const example = {
      // biome-ignore lint/correctness/noPrecisionLoss: the example of the RFC is about just that
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalize(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as RFC 8785 has it', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const object = Object.fromEntries(keys.map((key) => [key, 0]));
    expect(Object.keys(JSON.parse(canonicalize(object))).filter((key) => key !== '1')).toEqual([
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\u{1f600}',
      '\ufb33',
    ]);
  });

  it('does not depend on the order in which members were written', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalize(shuffled(value))).toBe(canonicalize(value));
      }),
    );
  });

  it('is read back as the same value', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalize(parseStrictJson(canonicalize(value)))).toBe(canonicalize(value));
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', 'x\udc00'])('refuses %j, which has none', (value) => {
    expect(() => canonicalize([value])).toThrow(RangeError);
  });
});

describe('the strict reader', () => {
  it('reads what JSON.parse reads, when there is one reading only', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('takes nothing that JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:0-+.eE\\u\n\t x'), (json, at, character) => {
        const text = json.slice(0, at % json.length) + character + json.slice((at % json.length) + 1);
        let strict = true;
        try {
          parseStrictJson(text);
        } catch {
          strict = false;
        }
        if (strict) expect(() => JSON.parse(text)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['a key that stands twice', '{"a":1,"a":1}', '"a" stands twice'],
    ['a key that stands twice, once escaped', '{"a":1,"\\u0061":1}', '"a" stands twice'],
    ['a key that stands twice further in', '[{"b":{"a":1,"a":2}}]', '"a" stands twice'],
    ['half a surrogate pair', '"\\ud800"', 'surrogate'],
    ['a number too large to be exact', '9007199254740993', 'not every reader'],
    ['a number that is infinite', '1e999', 'not every reader'],
    ['minus zero', '-0', 'not every reader'],
    ['a leading zero', '01', 'after the end'],
    ['a trailing comma', '[1,]', 'expected'],
    ['a comment', '[1] // x', 'after the end'],
    ['a single quote', "'a'", 'expected'],
    ['a raw line end in a string', '"a\nb"', 'expected'],
    ['nothing', '', 'expected'],
    ['too many levels', '['.repeat(70), 'deep'],
    ['a byte order mark', '\ufeff{}', 'expected'],
    ['an unknown word', 'nul', 'expected'],
  ])('refuses %s', (_, text, why) => {
    expect(() => parseStrictJson(text)).toThrow(why);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseStrictJsonBytes(Buffer.from([0x22, 0xc0, 0xaf, 0x22]))).toThrow(StrictJsonError);
  });

  it('takes __proto__ as a key like any other', () => {
    const value = parseStrictJson('{"__proto__":{"admin":true}}') as { admin?: boolean };
    expect(value.admin).toBeUndefined();
    expect(Object.keys(value)).toEqual(['__proto__']);
  });
});
