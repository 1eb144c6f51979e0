import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleSet } from '../../engine/evaluate.js';
import { assemble, checkNever, checkPack, checkSettings } from '../../engine/pack.js';
import { TollgateError } from '../../errors.js';
import { SUBJECT_KINDS } from '../../facts/registry.js';
import { readRule } from '../../loaders/rules.js';
import type { Config } from '../../model/config.js';
import { flatMap } from '../../model/flat.js';
import { locate, SourceText, type Span } from '../../model/located.js';
import type { Rule } from '../../model/rule.js';
import { refuse } from './configuration.js';

const HERE = dirname(fileURLToPath(import.meta.url));

/**
 * The rules in force: the built-in pack and those that the configuration names, with its settings.
 *
 * @throws TollgateError PACK or CONFIG.
 */
export function rulesInForce(config: Config, folder: string): RuleSet {
  const own = flatMap(config.packs, (pack, index) => {
    const path = resolve(folder, pack);
    return readPackFolder(path, relative(folder, path), config.packSpans[index]);
  });
  const set = assemble([...builtinRules(), ...own], SUBJECT_KINDS, config.rules);
  if (own.length > 0) checkPack(assemble(own, SUBJECT_KINDS), SUBJECT_KINDS);
  refuse([...checkSettings(set, config.rules), ...checkNever(set, config.waiverPolicy.never)]);
  return set;
}

/** The rules that come with tollgate: compiled when it was built, or from their folder when run from source. */
export function builtinRules(): readonly Rule[] {
  const compiled = join(HERE, 'builtin-rules.json');
  if (existsSync(compiled)) return JSON.parse(readFileSync(compiled, 'utf8')) as Rule[];
  return readPackFolder(builtinFolder(), 'rules');
}

/** The folder of the built-in rules. */
export function builtinFolder(): string {
  const candidates = ['../rules', '../../rules', '../../../rules'].map((path) => join(HERE, path));
  const found = candidates.find((path) => existsSync(join(path, 'pipeline')));
  if (!found) throw new Error('the built-in rules are missing from the installation');
  return found;
}

/**
 * Reads every rule below a folder; the id of a rule is its path.
 *
 * @param shown the folder's name in messages.
 * @param named where the configuration names it.
 * @throws TollgateError PACK.
 */
export function readPackFolder(folder: string, shown: string, named?: Span): Rule[] {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat?.isDirectory())
    throw new TollgateError('PACK', `${shown}: ${stat ? 'a file, not a folder of rules' : 'no such folder of rules'}`, {
      ...(named ? { location: locate(named) } : {}),
      hint: named
        ? 'Mend `packs`: it names folders, relative to the file.'
        : 'Name the folder that the rules stand in.',
    });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  return files.map((name) => {
    const id = name
      .replace(/\.ya?ml$/, '')
      .split('\\')
      .join('/');
    return readRule(id, new SourceText(join(shown, name), readFileSync(join(folder, name), 'utf8')));
  });
}
