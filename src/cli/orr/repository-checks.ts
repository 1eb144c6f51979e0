import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Finding } from '../../model/finding.js';
import type { Terminal } from '../terminal.js';

/** Findings as `tollgate check --format json` writes them: the members that a review needs. */
interface WrittenReport {
  readonly version: number;
  readonly findings: readonly (Omit<Finding, 'evidence'> & { readonly evidence?: Finding['evidence'] })[];
}

/**
 * What the rules find in the repository of a review.
 *
 * @returns undefined when there is nothing to check.
 */
export async function findingsHere(terminal: Terminal, root: string): Promise<readonly Finding[] | undefined> {
  const [{ findConfiguration, parametersOf }, { rulesInForce }, { gather }, { judge }, { judgeChanges }] =
    await Promise.all([
      import('../check/configuration.js'),
      import('../check/packs.js'),
      import('../check/gather.js'),
      import('../check/judge.js'),
      import('../check/run.js'),
    ]);
  const configuration = findConfiguration(root, undefined);
  const { config, folder } = configuration;
  const inputs = config.inputs.length > 0 ? config.inputs.map((input) => join(folder, input)) : [root];
  const options = parametersOf(config, [], root);
  // Standard input is opened when somebody asks for it, so the terminal is not copied.
  const there: Terminal = Object.create(terminal, { cwd: { value: root } });
  const gathered = await gather(inputs, options, there);
  if (gathered.files.length === 0) return undefined;
  const ruleSet = rulesInForce(config, folder);
  const { subjects } = await judgeChanges(judge(gathered, ruleSet, config), gathered, {
    ruleSet,
    configuration,
    cwd: root,
  });
  return subjects.flatMap((subject) => subject.findings);
}

/**
 * What the rules find in the repository of a review, while somebody answers questions. The check runs in a process of its own, so that keys are
 * answered while it works.
 *
 * @returns undefined when there was nothing to check, or it could not be checked.
 */
export async function findingsOf(terminal: Terminal, root: string): Promise<readonly Finding[] | undefined> {
  const written = await run(terminal, root);
  try {
    const report = JSON.parse(written) as WrittenReport;
    if (report.version !== 1 || !Array.isArray(report.findings)) return undefined;
    // A review is no evidence for itself.
    return report.findings
      .filter((finding) => !finding.rule.startsWith('orr/'))
      .map((finding) => ({ ...finding, evidence: finding.evidence ?? [] }));
  } catch {
    return undefined;
  }
}

function run(terminal: Terminal, root: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [process.argv[1]!, 'check', '--format', 'json', root], {
      cwd: root,
      env: { ...terminal.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    child.on('error', () => resolve(''));
    child.on('close', () => resolve(text));
    // An interview that ends does not wait for it.
    child.unref();
    (child.stdout as unknown as { unref(): void }).unref();
  });
}
