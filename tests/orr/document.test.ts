import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { assess } from '../../src/facts/review/assess.js';
import { loadChecklist } from '../../src/loaders/checklist/checklist.js';
import { loadReview } from '../../src/loaders/review/review.js';
import { SourceText } from '../../src/model/located.js';
import { renderReviewMarkdown } from '../../src/reporters/review-markdown.js';

const item = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  title: `Title ${id}`,
  question: `Is ${id} so?`,
  criticality: 'high',
  phase: 'launch',
  driver: 'readiness',
  ...more,
});

const { value: checklist } = loadChecklist(
  new SourceText(
    'c.yaml',
    stringify({
      title: 'T',
      profile: {
        stateful: { type: 'bool', question: 'Does it keep data?' },
        peak: { type: 'number', question: 'Peak?' },
      },
      sections: [
        {
          id: 's',
          title: 'S',
          items: [
            item('planned'),
            item('bare'),
            item('left'),
            item('open'),
            item('restored', { when: 'profile.stateful' }),
            item('shown', { evidence: { kinds: ['link'] } }),
            item('ends', { answer: { type: 'date', minDaysAhead: 30 } }),
          ],
        },
      ],
    }),
  ),
);

const by = { by: 'ana', at: '2026-05-01' };
const { value: review } = loadReview(
  new SourceText(
    'r.yaml',
    stringify({
      review: 1,
      service: { name: 's', owners: ['o'], profile: { stateful: false } },
      checklist: { name: 'c', hash: checklist!.hash },
      answers: {
        planned: { answer: 'no', ...by, mitigation: { plan: 'fewer customers', owner: 'ana', due: '2026-12-31' } },
        bare: { answer: 'no', ...by, mitigation: { plan: 'TBD', owner: 'ana', due: '2026-12-31' } },
        left: { notApplicable: 'it has no users yet', ...by },
        shown: { answer: 'yes', ...by, evidence: [{ link: 'https://example.com/a_b?c=*d*', date: '2026-05-01' }] },
        ends: { answer: '2026-08-01', ...by },
      },
    }),
  ),
);

const text = renderReviewMarkdown(assess(checklist!, review!, { asOf: '2026-06-01', observations: new Map() }));
const under = (heading: string) => text.split(`## ${heading}\n\n`)[1]!.split('\n\n')[0]!.split('\n');

describe('the document for the meeting', () => {
  test('begins with what is to be decided, the worst first', () => {
    expect(text.indexOf('## What the meeting decides about')).toBeLessThan(text.indexOf('## Successes'));
    expect(under('What the meeting decides about')).toEqual([
      '- **1** high risk without a mitigation that somebody owes by a day that is not past',
      '- **1** high risk with a mitigation',
      '- **1** question said not to apply',
      '- **1** question not answered',
    ]);
  });

  test('shows risks that nothing mitigates before the others', () => {
    expect(under('Risks and mitigations').slice(2)).toEqual([
      expect.stringContaining('| Title bare | No | Nothing mitigates it: the plan says "TBD". |'),
      expect.stringContaining('| Title planned | No | Mitigation: fewer customers (ana, until 2026-12-31). |'),
    ]);
  });

  test('says what was left out, and because of what', () => {
    expect(under('Said not to apply')).toEqual(['- **Title left** (high): it has no users yet']);
    expect(under('About the service')).toEqual([
      '- Does it keep data? **no**',
      '- Peak? **not known yet**',
      '- Not asked because of that: Title restored',
    ]);
  });

  test('has links that can be followed', () => {
    expect(text).toContain('- link: <https://example.com/a_b?c=*d*> (fresh)');
  });

  test('names the days from which answers are risks', () => {
    expect(under('What comes due')).toEqual([
      '- 2026-07-02: the day named in ends comes too near',
      '- 2026-12-31: mitigation of bare (ana)',
      '- 2026-12-31: mitigation of planned (ana)',
    ]);
  });
});
