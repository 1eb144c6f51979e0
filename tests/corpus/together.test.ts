import { expect, it } from 'vitest';
import { judgeText } from '../judging.js';
import { corpusDocuments, HAS_CORPUS, WITHOUT } from './corpus.js';

it.skipIf(!HAS_CORPUS)(`what rules said of one real pipeline changes nothing about another${WITHOUT}`, async () => {
  const documents = corpusDocuments();
  expect(documents.length).toBeGreaterThan(50);
  for (const { file, text } of documents) {
    const together = await judgeText(file, text);
    const alone = await judgeText(file, text, { freshRules: true });
    expect(together.findings, file).toEqual(alone.findings);
  }
});
