import type { Bucket } from '../../../model/pipeline.js';
import { type Datum, scalarOf } from '../evaluate/datum.js';
import { findResource } from '../find-resource.js';
import { everywhere, type ResourceBlock, type Resources } from '../resource-block.js';
import { text } from '../values.js';

/** Reads an `aws_s3_bucket`, and whether it serves a website: itself, by a resource of its own, or behind a distribution. */
export function readBucket(block: ResourceBlock, resources: Resources): Bucket {
  const isThis = (datum: Datum | undefined) => findResource(resources, datum, 'aws_s3_bucket', 'bucket') === block;
  const website =
    block.blocks('website').length > 0 ||
    everywhere(resources, 'aws_s3_bucket_website_configuration').some((configuration) =>
      isThis(configuration.attribute('bucket')),
    );
  const origins = everywhere(resources, 'aws_cloudfront_distribution').flatMap((it) => it.blocks('origin'));
  return {
    name: text(block, 'bucket'),
    publishes: website || origins.some((origin) => isOrigin(origin.attribute('domain_name'), block, isThis)),
    span: block.span,
  };
}

/** A distribution names a bucket by its domain: `BUCKET.s3.REGION.amazonaws.com`, or an attribute of the bucket. */
function isOrigin(domain: Datum | undefined, block: ResourceBlock, isThis: (datum: Datum) => boolean): boolean {
  if (!domain) return false;
  const name = block.attribute('bucket');
  const bucket = name && scalarOf(name);
  const text = scalarOf(domain);
  return isThis(domain) || (bucket !== undefined && (text?.startsWith(`${bucket}.s3`) ?? false));
}
