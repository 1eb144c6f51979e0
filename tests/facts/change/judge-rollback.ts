import { readSteps } from '../../../src/facts/change/read-steps.js';
import { loadChangeYaml } from '../../../src/loaders/change-yaml/load.js';
import { Unknown } from '../../../src/model/facts.js';
import { SourceText } from '../../../src/model/located.js';

/** What the judgement of one rollback says: `counts`, `unknown` or the reason. */
export function judge(forward: string, rollback: Readonly<Record<string, unknown>> | string): string {
  const text = JSON.stringify({ title: 'T', steps: [{ title: 'Roll out', run: forward, rollback }] });
  const loaded = loadChangeYaml(new SourceText('c.json', text));
  if ('problems' in loaded) throw new Error(loaded.problems[0]!.message);
  const { counts, says } = readSteps(loaded.change)[0]!.judgement;
  return counts === true ? 'counts' : counts instanceof Unknown ? `unknown: ${says}` : says;
}
