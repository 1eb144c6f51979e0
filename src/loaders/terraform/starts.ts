import type { PipelineStart } from '../../model/pipeline.js';
import { decoded } from './configuration.js';
import type { Datum } from './evaluate/datum.js';
import { findResource, speaksOf } from './find-resource.js';
import type { PipelineContext } from './pipeline.js';
import { everywhere, type ResourceBlock } from './resource-block.js';
import { texts } from './values.js';

/** Event rules in sight that start a pipeline because of another pipeline, an image or an object. */
export function pipelineStarts(
  pipeline: ResourceBlock,
  context: Pick<PipelineContext, 'id' | 'resources' | 'module'>,
): PipelineStart[] {
  const { resources, module } = context;
  const address = /aws_codepipeline\.[^.[]+/.exec(context.id)?.[0] ?? context.id;
  const name = pipeline.attribute('name');
  return everywhere(resources, 'aws_cloudwatch_event_target').flatMap((target): PipelineStart[] => {
    if (!targetTexts(target).some((datum) => speaksOf(datum, { module, address }, name))) return [];
    const rule = findResource(resources, target.attribute('rule'), 'aws_cloudwatch_event_rule', 'name');
    const start = rule && readRule(rule);
    return start ? [start] : [];
  });
}

/** Where a target says what it starts: itself, or in what it hands to a function that starts it. */
function targetTexts(target: ResourceBlock): Datum[] {
  const templates = target.blocks('input_transformer').map((block) => block.attribute('input_template'));
  return [target.attribute('arn'), target.attribute('input'), ...templates].filter((datum) => datum !== undefined);
}

/** Event sources by which one pipeline may feed another, and where the event names it: itself, or as CloudTrail saw it. */
const EVENT_SOURCES: Readonly<Record<string, { kind: PipelineStart['kind']; paths: readonly (readonly string[])[] }>> =
  {
    'aws.codepipeline': { kind: 'pipeline', paths: [['pipeline']] },
    'aws.ecr': { kind: 'image', paths: [['repository-name'], ['requestParameters', 'repositoryName']] },
    'aws.s3': {
      kind: 'object',
      paths: [
        ['bucket', 'name'],
        ['requestParameters', 'bucketName'],
      ],
    },
  };

function readRule(rule: ResourceBlock): PipelineStart | undefined {
  const pattern = decoded(rule.attribute('event_pattern'));
  const sources = texts(member(pattern, 'source')).flatMap((source) => (source.known ? [source.value] : []));
  const known = sources.map((source) => EVENT_SOURCES[source]).find((found) => found !== undefined);
  // An event of an organisation's own is sent by somebody who finished something: as good as another pipeline.
  const custom = sources.some((source) => !source.startsWith('aws.'));
  const kind = known?.kind ?? (custom ? 'pipeline' : undefined);
  if (kind === undefined) return undefined;
  const detail = member(pattern, 'detail');
  const names = (known?.paths ?? []).flatMap((path) => texts(path.reduce<Datum | undefined>(member, detail)));
  return { kind, name: names[0], span: rule.span };
}

function member(datum: Datum | undefined, key: string): Datum | undefined {
  return datum?.kind === 'object' ? datum.entries.get(key) : undefined;
}
