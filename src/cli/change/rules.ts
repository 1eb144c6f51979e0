import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleSet } from '../../engine/evaluate.js';
import { assemble } from '../../engine/pack.js';
import { SUBJECT_KINDS } from '../../facts/registry.js';
import { readRule } from '../../loaders/rules.js';
import { SourceText } from '../../model/located.js';

/** The rules about changes that come with tollgate. */
export function changeRules(): RuleSet {
  const folder = join(packageFolder(), 'rules', 'change');
  const rules = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) =>
      readRule(
        `change/${file.slice(0, -'.yaml'.length)}`,
        new SourceText(`rules/change/${file}`, readFileSync(join(folder, file), 'utf8')),
      ),
    );
  return assemble(rules, SUBJECT_KINDS);
}

/** The folder of this package: the nearest one above with rules in it. */
function packageFolder(): string {
  let at = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(at, 'rules', 'change')) && dirname(at) !== at) at = dirname(at);
  return at;
}
