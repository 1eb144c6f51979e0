/** What a command does, as far as it matters for a release. */
export type CommandEffect =
  | 'deploy'
  | 'tear-down'
  | 'plan'
  | 'publish'
  | 'migrate'
  | 'rollback'
  | 'fault-injection'
  | 'load-test'
  | 'integration-test'
  | 'unit-test'
  | 'security-scan'
  | 'build'
  | 'wait'
  | 'notify'
  | 'nothing'
  | 'start-pipeline'
  | 'unknown';

/** Effects that change something outside: a dry run turns them into a plan. */
export const CHANGING: ReadonlySet<CommandEffect> = new Set<CommandEffect>([
  'deploy',
  'tear-down',
  'publish',
  'migrate',
  'rollback',
  'fault-injection',
  'start-pipeline',
]);
