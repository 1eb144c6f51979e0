import { redact } from '../model/redact.js';

/** One deployment, as `tollgate facts` shows it. */
export interface DeploymentFactsView {
  readonly at: string;
  readonly environment: string;
  readonly tier: string;
  /** `declared`, `structural`, `name`, `position` or `unresolved`. */
  readonly evidence: string;
  /** What was seen. */
  readonly because: readonly string[];
  readonly mechanism: string;
  readonly line: number;
  readonly column: number;
}

/** One action, as `tollgate facts` shows it. */
export interface ActionFactsView {
  readonly at: string;
  readonly activity: string;
  readonly because: string;
  readonly line: number;
}

/** A pipeline, as `tollgate facts` shows it. Where scenarios differ and no single answer holds, it is undetermined or null. */
export interface PipelineFactsView {
  readonly file: string;
  readonly pipeline: string;
  readonly name: string | null;
  readonly platform: string;
  readonly scenario: string;
  readonly deployments: readonly DeploymentFactsView[];
  readonly notDeployments: readonly string[];
  readonly hiddenDeployments: readonly string[];
  readonly production: string;
  readonly preProductionStages: number | null;
  readonly gamma: readonly string[];
  readonly waves: number | null;
  readonly loadTestGatesProduction: boolean | 'undetermined';
  readonly testGatesProduction: boolean | 'undetermined';
  readonly approvalGatesProduction: boolean | 'undetermined';
  readonly watchedBakeMinutesBeforeProduction: number | 'undetermined';
  readonly rollbackOnFailure: string;
  readonly rollbackOnAlarm: string;
  /** Outcome of each pipeline rule, without its prefix. */
  readonly rules: Readonly<Record<string, string>>;
  readonly actions: readonly ActionFactsView[];
  readonly notes: readonly string[];
}

/** The facts as JSON: an array of pipelines, members as documented. */
export function renderFactsJson(views: readonly PipelineFactsView[]): string {
  const hide = (_: string, value: unknown) => (typeof value === 'string' ? redact(value) : value);
  return `${JSON.stringify(views, hide, 2)}\n`;
}
