import fc from 'fast-check';
import { type Finding, OUTCOMES, SEVERITIES } from '../../src/model/finding.js';
import type { Location } from '../../src/model/located.js';
import type { Report, Subject } from '../../src/model/report.js';

/** Reports with any text in every place where text from inputs or rule packs may stand. */
export function arbitraryReport(text: fc.Arbitrary<string>): fc.Arbitrary<Report> {
  const location: fc.Arbitrary<Location> = fc.record(
    { file: text, line: fc.integer({ min: 1, max: 3 }), column: fc.integer({ min: 1, max: 30 }) },
    { noNullPrototype: true },
  );
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const remark = fc.record({ text, location: optional(location) });
  const waiver = fc.record({
    reason: text,
    owner: text,
    approver: text,
    ticket: optional(text),
    expires: fc.constant('2027-01-31'),
    location: optional(location),
  });
  const finding: fc.Arbitrary<Finding> = fc.record({
    rule: fc.constantFrom('pipeline/bake-time', 'pipeline/load-test', 'change/rollback-for-every-step'),
    severity: fc.constantFrom(...SEVERITIES),
    outcome: fc.constantFrom(...OUTCOMES),
    subject: text,
    message: text,
    evidence: fc.array(remark, { maxLength: 2 }),
    location,
    remedy: optional(text),
    settledBy: optional(fc.array(text, { maxLength: 2 })),
    scenario: optional(text),
    waiver: optional(waiver),
  });
  const subject: fc.Arbitrary<Subject> = fc.record({
    kind: fc.constantFrom('pipeline', 'review', 'change'),
    address: text,
    title: text,
    location,
    findings: fc.array(finding, { maxLength: 4 }),
    notes: fc.array(remark, { maxLength: 1 }),
  });
  return fc.record({
    tool: fc.constant({ name: 'tollgate' as const, version: '0.1.0' }),
    verdict: fc.constantFrom('pass' as const, 'block' as const),
    subjects: fc.array(subject, { maxLength: 3 }),
    problems: fc.array(
      fc.record({
        code: fc.constant('SYNTAX'),
        message: text,
        location: optional(location),
        hint: optional(text),
      }),
      { maxLength: 2 },
    ),
    rules: fc.array(
      fc.record({
        id: fc.constant('pipeline/bake-time'),
        title: text,
        severity: fc.constantFrom(...SEVERITIES),
        rationale: text,
        remedy: text,
        references: fc.array(fc.record({ title: text, url: text }), { maxLength: 2 }),
      }),
      { maxLength: 1 },
    ),
    inputs: fc.constant({ judged: 1, passedOver: 2 }),
    suggestions: fc.array(text, { maxLength: 2 }),
  });
}

/** Texts that try to break out of every format at once, mixed with anything else. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><b>', "' onload='x", '</style>', '</pre>'],
        ...['-->', ']]>', '<![CDATA[', '&lt;', '&#0;', '<?xml?>', '<!--', '`', '``', '```', '~~~', '\\', '\\`', '|'],
        ...['# ', '- ', '1. ', '> ', '    ', '***', '__', '[a](javascript:x)', '![p](//e)', '[a]: //e', '$x$', '$$'],
        ...['https://evil.example/x', 'www.evil.example', 'jo@evil.example', '@octocat', '::error::x', '%0A', '##[x]'],
        ...['\n', '\r\n', '\r', '\t', '\u0000', '\u001b[2J', '\u0085', '\u2028', '\u202e', '\u200b', '\ufeff'],
        ...['\ud800', '\udc00', '\uffff', '\ufffe', '{0}', '{{1}}', '[x](0)', '管道', '👩‍🚀', 'é', 'plain words'],
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ maxLength: 8 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
