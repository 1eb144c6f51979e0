import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readKey } from '../src/cli/sign-off/trust-file.js';
import { ACTIVITIES } from '../src/facts/pipeline/types.js';
import { CONFIG_KEYS, loadConfig } from '../src/loaders/config.js';
import { parseDocument } from '../src/loaders/syntax/parse.js';
import { get } from '../src/loaders/syntax/tree.js';
import { readTrustPolicy } from '../src/loaders/trust-policy.js';
import { loadWaivers } from '../src/loaders/waivers.js';
import { SourceText } from '../src/model/located.js';
import { REPORTERS } from '../src/reporters/index.js';

const README = readFileSync('README.md', 'utf8');

/** Fenced blocks of a language. */
function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1]!);
}

/** Every command line of the README that starts tollgate, once, without its comment. */
const COMMANDS = [
  ...new Set(
    blocks('sh')
      .flatMap((block) => block.split('\n'))
      .map((line) => line.replace(/\s+#.*$/, '').replace(/^.*\| /, ''))
      .filter((line) => line.startsWith('tollgate ')),
  ),
];

describe('the README', () => {
  test.each(COMMANDS)('names a command and options that are there: %s', (line) => {
    const words = line.split(' ').slice(1);
    const grouped = ['orr', 'change', 'keys', 'rules'].includes(words[0]!) ? 2 : 1;
    const run = spawnSync(process.execPath, ['bin/tollgate.js', ...words.slice(0, grouped), '--help'], {
      encoding: 'utf8',
    });
    expect(run.stdout).toContain(`Usage: tollgate ${words.slice(0, grouped).join(' ')}`);
    for (const [option] of line.matchAll(/--[a-z-]+/g)) expect(run.stdout).toContain(option);
  });

  test('shows every key of tollgate.yaml, in a file that its readers take', () => {
    const [, text] = /<!-- example: tollgate.yaml -->\n```yaml\n([\s\S]*?)```/.exec(README)!;
    const source = new SourceText('tollgate.yaml', text!);
    expect(loadConfig(source, { activities: ACTIVITIES }).problems).toEqual([]);
    const trust = get(parseDocument(source), 'trust')!;
    expect(readTrustPolicy(trust, readKey, 'configuration').problems).toEqual([]);
    for (const key of CONFIG_KEYS.filter((key) => key !== 'service' && key !== 'calendars'))
      expect(text).toMatch(new RegExp(`^${key}:`, 'm'));
  });

  test('shows waivers that their reader takes', () => {
    const text = blocks('yaml').find((block) => block.includes('\nwaivers:\n  - rule'))!;
    expect(loadWaivers(new SourceText('tollgate.waivers.yaml', text)).problems).toEqual([]);
  });

  test('shows a rule that passes its own tests', () => {
    const [, text] = /<!-- example: rule -->\n```yaml\n([\s\S]*?)```/.exec(README)!;
    const folder = mkdtempSync(join(tmpdir(), 'tollgate-readme-'));
    try {
      mkdirSync(join(folder, 'our-rules/pipeline'), { recursive: true });
      writeFileSync(join(folder, /^# (\S+)/.exec(text!)![1]!), text!);
      const run = spawnSync(process.execPath, ['bin/tollgate.js', 'rules', 'test', join(folder, 'our-rules')], {
        encoding: 'utf8',
      });
      expect(run.stdout).toBe('1 rule, 2 examples passed, 0 failed\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('shows every output format', () => {
    for (const { name } of REPORTERS) expect(README).toContain(`| \`${name}\` |`);
  });

  test('links to what is there', () => {
    const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
    const anchors = [...README.matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1]!);
    const headings = [...README.matchAll(/^#+ (.*)$/gm)].map((match) =>
      match[1]!
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(anchors.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });
});
