import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { assess } from '../../facts/review/assess.js';
import { judgeableReview } from '../../facts/review/judgeable.js';
import { loadChecklist } from '../../loaders/checklist/checklist.js';
import { readLoadTest } from '../../loaders/load-test/report.js';
import { UnreadableReport } from '../../loaders/load-test/unreadable.js';
import { loadReview } from '../../loaders/review/review.js';
import { parseDocument } from '../../loaders/syntax/parse.js';
import { toPlain } from '../../loaders/syntax/tree.js';
import type { Judgeable } from '../../model/facts.js';
import type { Finding } from '../../model/finding.js';
import { SourceText } from '../../model/located.js';
import type { Observation } from '../../model/review.js';
import { believed } from './open.js';

/** The day of every example that names none. */
const AS_OF = '2026-01-15';

/** What a rule's example says of a review with one question; what it leaves out is ordinary. */
interface ReviewExample {
  readonly asOf?: string;
  readonly item?: Readonly<Record<string, unknown>>;
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly owners?: readonly string[];
  readonly narrative?: Readonly<Record<string, string>>;
  /** Empty: the review does not say. */
  readonly checklistHash?: string;
  /** Files of the repository, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly findings?: readonly Pick<Finding, 'rule' | 'outcome' | 'message'>[];
}

/** The review of a rule's example: one question with the id `question`, and its answer. */
export function judgeableExample(source: SourceText): Judgeable {
  const root = parseDocument(source);
  const example = (root ? toPlain(root) : {}) as ReviewExample;
  const questions = {
    title: 'Example',
    sections: [{ id: 'section', title: 'Section', items: [{ ...ORDINARY, ...example.item }] }],
  };
  const checklist = believed(loadChecklist(text('example.yaml', questions)), 'CHECKLIST', source.file);
  const hash = example.checklistHash ?? checklist.hash;
  const review = believed(
    loadReview(
      text(source.file, {
        review: 1,
        service: { name: 'example', owners: example.owners ?? ['team'] },
        checklist: { name: 'example', ...(hash === '' ? {} : { hash }) },
        answers: { question: example.answer ?? {} },
        narrative: example.narrative ?? {},
      }),
    ),
    'REVIEW',
    source.file,
  );
  const findings = example.findings?.map((finding): Finding => ({ ...ORDINARY_FINDING, ...finding }));
  return judgeableReview(
    assess(checklist, review, {
      asOf: example.asOf ?? AS_OF,
      observations: new Map(
        Object.entries(example.files ?? {}).map(([path, content]) => [path, observed(path, content)]),
      ),
      ...(findings ? { findings } : {}),
    }),
  );
}

const ORDINARY = {
  id: 'question',
  title: 'The question',
  question: 'Is it so?',
  criticality: 'high',
  phase: 'launch',
  driver: 'readiness',
};

const ORDINARY_FINDING = {
  severity: 'blocker',
  subject: 'example',
  evidence: [],
  location: { file: 'example.yaml', line: 1, column: 1 },
} as const;

function text(file: string, document: unknown): SourceText {
  return new SourceText(file, stringify(document));
}

function observed(path: string, content: string): Observation {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const loadTest = readLoadTest(content, path);
  return loadTest instanceof UnreadableReport ? { sha256, problem: loadTest.reason } : { sha256, loadTest };
}
