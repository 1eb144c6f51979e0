import { flatMap } from '../../model/flat.js';
import { display, type Value } from '../../model/located.js';
import type { Action, Pipeline, Stage } from '../../model/pipeline.js';
import { splitWords } from './words.js';

const PUBLISHING = new Set([
  'site',
  'website',
  'web',
  'www',
  'static',
  'frontend',
  'front',
  'ui',
  'spa',
  'config',
  'hosting',
]);
const HANDING_OFF = new Set(['artifact', 'artifacts', 'artefact', 'artefacts']);

/**
 * Whether an S3 deploy action publishes (a deployment) or hands an artifact on (semantics §2): what the bucket is, what
 * happens to the object, its name, and in doubt whether anything follows.
 */
export function s3Effect(pipeline: Pipeline, stage: Stage, action: Action): { deploys: boolean; why: string } {
  const bucket = action.configuration.get('BucketName');
  const extract = action.configuration.get('Extract');
  const words = splitWords(bucket ? display(bucket) : '');
  if (action.resources.bucket?.publishes) return { deploys: true, why: 'S3 into a bucket that serves a website' };
  if (extract?.known && /^true$/i.test(extract.value))
    return { deploys: true, why: 'S3 extracts the artifact into the bucket' };
  if (takenOn(pipeline, stage, action))
    return { deploys: false, why: 'S3 hands the object on to a later action or pipeline' };
  if (words.some((word) => HANDING_OFF.has(word))) return { deploys: false, why: 'S3 into an artifact bucket' };
  if (words.some((word) => PUBLISHING.has(word)))
    return { deploys: true, why: 'S3 into a bucket whose name says it serves' };
  if (somethingFollows(pipeline, stage, action))
    return { deploys: false, why: 'S3 copy with more to follow: taken for a hand-off' };
  return { deploys: true, why: 'S3 copy that nothing follows: taken for a deployment' };
}

/** A source of this very pipeline (run for the next environment) reads the same key, or a later action names the bucket. */
function takenOn(pipeline: Pipeline, stage: Stage, action: Action): boolean {
  const key = action.configuration.get('ObjectKey');
  const bucket = action.configuration.get('BucketName');
  const sources = flatMap(pipeline.stages, (it) => it.actions).filter(
    (it) => display(it.provider) === 'S3' && display(it.category) === 'Source',
  );
  const fed = sources.some((source) => {
    const read = source.configuration.get('S3ObjectKey');
    const from = source.configuration.get('S3Bucket');
    return key && read && bucket && from && display(key) === display(read) && sharesStart(labels(bucket), labels(from));
  });
  return (
    fed ||
    (bucket !== undefined && laterActions(pipeline, stage, action).some((later) => namesBucket(later, display(bucket))))
  );
}

/** The words of a value with its references read by their labels. */
function labels(value: Value): string {
  return value.known
    ? value.value
    : value.parts.map((part) => (typeof part === 'string' ? part : part.label)).join(' ');
}

function sharesStart(a: string, b: string): boolean {
  const [first, second] = splitWords(a);
  const other = splitWords(b);
  return (
    first !== undefined && second !== undefined && other.some((word, at) => word === first && other[at + 1] === second)
  );
}

function namesBucket(action: Action, bucket: string): boolean {
  if (display(action.provider) === 'S3') return false;
  return [...action.configuration.values(), ...action.environment.values()].some((value) =>
    display(value).includes(bucket),
  );
}

function laterActions(pipeline: Pipeline, stage: Stage, action: Action): Action[] {
  const index = pipeline.stages.indexOf(stage);
  const order = action.runOrder.known ? action.runOrder.value : 1;
  const same = stage.actions.filter((other) => (other.runOrder.known ? other.runOrder.value : 1) > order);
  return [...same, ...flatMap(pipeline.stages.slice(index + 1), (later) => later.actions)];
}

function somethingFollows(pipeline: Pipeline, stage: Stage, action: Action): boolean {
  return laterActions(pipeline, stage, action).some((later) => display(later.category) !== 'Approval');
}
