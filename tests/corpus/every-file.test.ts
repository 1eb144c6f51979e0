import { describe, expect, it } from 'vitest';
import { judgePaths } from '../../src/cli/check/run.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { TollgateError } from '../../src/errors.js';
import type { Report } from '../../src/model/report.js';
import { CORPUS } from '../corpus-folder.js';
import { processorTime } from '../processor-time.js';
import { slice } from '../slice.js';
import { CORPUS_FILES, corpusText, HAS_CORPUS, WITHOUT } from './corpus.js';

const silent = { write: () => undefined, isTTY: false, columns: undefined };
const terminal: Terminal = {
  stdin: process.stdin,
  stdout: silent,
  stderr: silent,
  env: {},
  cwd: CORPUS,
  now: () => new Date(0),
};

/** How long one file may take. */
const MAX_MILLISECONDS = 2000;

/** A report, or the reason why there is none. */
async function check(file: string): Promise<Report | string> {
  try {
    return (await judgePaths([file], {}, terminal)).report;
  } catch (error) {
    if (error instanceof TollgateError) return error.message;
    throw error;
  }
}

describe.skipIf(!HAS_CORPUS)(`every real file${WITHOUT}`, () => {
  it.each(CORPUS_FILES)('%s gives pipelines or says why not, and every finding stands in it', async (file) => {
    const start = processorTime();
    const report = await check(file);
    expect(processorTime() - start).toBeLessThan(MAX_MILLISECONDS);
    if (typeof report === 'string') return expect(report).not.toBe('');
    expect(report.problems.filter((problem) => problem.code === 'RULE_CRASH')).toEqual([]);
    const reasons = [...report.problems.map((it) => it.message), ...report.subjects.map((it) => it.address)];
    expect(reasons.length + report.inputs.judged).toBeGreaterThan(0);
    for (const reason of reasons) expect(reason).not.toBe('');
    const text = corpusText(file).replace(/^\uFEFF/, '');
    for (const subject of report.subjects)
      for (const finding of subject.findings) {
        expect(finding.message).not.toMatch(/\[object Object\]|\bundefined\b|NaN/);
        for (const location of [finding.location, ...finding.evidence.map((it) => it.location)])
          if (location && location.file === file) expect(slice(text, location)).not.toBe('');
      }
  });
});
