import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { assess } from '../../src/facts/review/assess.js';
import { loadChecklist } from '../../src/loaders/checklist/checklist.js';
import { loadReview } from '../../src/loaders/review/review.js';
import type { Finding } from '../../src/model/finding.js';
import { SourceText } from '../../src/model/located.js';
import { displayWidth } from '../../src/reporters/display-width.js';
import { NO_COLORS } from '../../src/reporters/options.js';
import { renderReviewMarkdown } from '../../src/reporters/review-markdown.js';
import { renderReviewStatus } from '../../src/reporters/review-status.js';

const { value: checklist } = loadChecklist(
  new SourceText(
    'c.yaml',
    `title: T
sections:
  - id: s
    title: A section with a rather long title 监控与告警
    items:
      - { id: one, title: One, question: 'One?', criticality: high, phase: launch, driver: readiness, answeredBy: [pipeline/load-test], evidence: { kinds: [link] } }
      - { id: two, title: Two, question: 'Two?', criticality: high, phase: launch, driver: readiness, evidence: { kinds: [link] } }
      - { id: three, title: Three, question: 'What is three?', criticality: high, phase: launch, driver: readiness }
`,
  ),
);

const { value: review } = loadReview(
  new SourceText(
    'r.yaml',
    stringify({
      review: 1,
      service: { name: 's', owners: ['o'] },
      checklist: { name: 'c', hash: checklist!.hash },
      answers: {
        one: { notApplicable: 'it has no users yet', by: 'ana', at: '2026-05-01' },
        two: { answer: 'yes', by: 'ana', at: '2026-05-01', evidence: [{ incident: 'COE-1', date: '2026-05-01' }] },
        three: { asked: '000000000000', answer: 'yes', by: 'ana' },
      },
    }),
  ),
);

const failed: Finding = {
  rule: 'pipeline/load-test',
  severity: 'blocker',
  outcome: 'fail',
  subject: 'p',
  message: 'nothing measures it',
  evidence: [],
  location: { file: 'p', line: 1, column: 1 },
};

const assessment = assess(checklist!, review!, { asOf: '2026-06-01', observations: new Map(), findings: [failed] });
const status = (width: number) => renderReviewStatus(assessment, { file: 'r.yaml', width, colors: NO_COLORS });

test.each([40, 60, 80])('the status is no wider than %i columns', (width) => {
  for (const line of status(width).split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
});

test('the numbers of a section stand under their heads, however narrow', () => {
  const lines = status(40).split('\n');
  const head = lines.find((line) => line.includes('answered  high'))!;
  const numbers = lines.find((line) => / 2\/3 /.test(`${line} `) && !line.includes('answered'))!;
  expect(numbers.length).toBe(head.length);
});

test.each([
  ['the status', () => status(300)],
  ['the document for the meeting', () => renderReviewMarkdown(assessment)],
])('%s tells what is left out against the rules, what does not count, and what is asked anew', (_, render) => {
  const text = render().replace(/\\/g, '');
  expect(text).toContain('"not applicable", but pipeline/load-test says fail: nothing measures it');
  expect(text).toContain('it has no users yet');
  expect(text).toContain('nothing of a kind that counts is attached');
  expect(text).toContain('the question has changed since it was answered');
  expect(text).not.toContain('undefined');
});
