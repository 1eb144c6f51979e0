/** Phrases by which a name or a description says that what it stands for does nothing. */
const NOTHING =
  / (?:dummy|noop|no op|mock|stub|fake|placeholder|do(?:es)? nothing|always (?:succeed(?:s|ing)?|success(?:ful)?|pass(?:es)?|returns? success|green)) /;

/**
 * Whether words say that what they name does nothing. Such a claim only takes away: what would count by its name no longer
 * does, and a deployment stays one, for nobody is exempt by a word.
 */
export function claimsNothing(words: readonly string[]): boolean {
  return NOTHING.test(` ${words.join(' ')} `);
}

const LOOKING = new Set(
  'discover discovery describe get list show find lookup detect inspect read fetch check validate verify'.split(' '),
);

/** Whether a name says that what it names only looks. */
export function onlyLooks(words: readonly string[]): boolean {
  return LOOKING.has(words[0] ?? '') || LOOKING.has(words.at(-1) ?? '');
}

/** Words that a pipeline's own update may be made of, beside those for the pipeline itself. */
const AROUND_OWN = new Set(
  'update updates self own this the my deploy deploys apply sync refresh stack stacks stagenoun stage template definition action code infra infrastructure cloudformation cfn cdk aws ci cd cicd main tools toolchain'.split(
    ' ',
  ),
);

/** Whether a word is the word for a pipeline. */
export function isPipelineWord(word: string): boolean {
  return word === 'pipeline' || word === 'pipelines' || word === 'codepipeline';
}

/** Whether a name stands for the pipeline that holds it: `PipelineStack`, `UpdatePipeline`, and not `data-pipeline-prod`. */
export function namesOwnPipeline(words: readonly string[]): boolean {
  return words.some(isPipelineWord) && words.every((word) => isPipelineWord(word) || AROUND_OWN.has(word));
}
