/** A name whose last word says what it is: `release_pipeline`, not `pipeline_role`. */
const NAME = /(^|[-_])(code-?)?(pipelines?|ci-?cd)$/i;

/** A part of a source that is called after what it makes: `terraform-aws-ecs-codepipeline`, `modules/cicd`. */
const SOURCE = /(^|[-_/.])(code-?pipelines?|ci-?cd)([-_/.?]|$)|(^|[-_/.])pipelines?(\.git)?(\?|\/|$)/i;

/** Whether a module that is out of sight seems to hold pipelines, by the name of its call or by its source. */
export function soundsLikePipeline(name: string, source: string | undefined): boolean {
  return NAME.test(name) || (source !== undefined && SOURCE.test(source));
}
