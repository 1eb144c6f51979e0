import type { ChecksVerdict } from '../../model/assessment.js';
import type { Item, Option } from '../../model/checklist.js';
import type { Finding } from '../../model/finding.js';

/** What the findings of a run say of an item; undefined when none of its rules found anything to judge. */
export function verdictOf(item: Item, findings: readonly Finding[]): ChecksVerdict | undefined {
  const relevant = findings.filter(
    (finding) => item.answeredBy.includes(finding.rule) && finding.outcome !== 'not-applicable',
  );
  if (relevant.length === 0) return undefined;
  const failed = relevant.filter((finding) => finding.outcome === 'fail');
  if (failed.length > 0) return verdict(item, 'fail', failed);
  const unknown = relevant.filter((finding) => finding.outcome === 'undetermined');
  if (unknown.length > 0) return verdict(item, 'undetermined', unknown);
  return verdict(item, 'pass', relevant);
}

function verdict(item: Item, outcome: ChecksVerdict['outcome'], findings: readonly Finding[]): ChecksVerdict {
  const option = outcome === 'undetermined' ? undefined : optionFor(item, outcome);
  return { outcome, findings, ...(option === undefined ? {} : { option }) };
}

/** A pass stands for the only option without risk, a fail for the only one with a risk. */
function optionFor(item: Item, outcome: 'pass' | 'fail'): string | undefined {
  if (item.answer.type !== 'yes-no' && item.answer.type !== 'one-of') return undefined;
  const fits = (option: Option) => (option.risk === 'none') === (outcome === 'pass');
  const options = item.answer.options.filter(fits);
  return options.length === 1 ? options[0]!.id : undefined;
}
