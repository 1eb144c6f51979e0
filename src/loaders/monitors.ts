import { flatMap } from '../model/flat.js';
import { type Location, locate, type SourceText, type Value } from '../model/located.js';
import { isTemplate } from './cloudformation/load.js';
import { Resolver } from './cloudformation/resolver.js';
import { ScenarioOracle } from './cloudformation/scenario.js';
import { readTemplate } from './cloudformation/template.js';
import { parseDocument } from './syntax/parse.js';
import { get, type MapNode, spanOf } from './syntax/tree.js';
import { ModuleTree } from './terraform/module-tree.js';
import { resourcesOfPlan } from './terraform/plan-json.js';
import type { ResourceBlock, Resources } from './terraform/resource-block.js';
import { text } from './terraform/values.js';

/** The kinds of monitors that evidence may point to. */
export type MonitorKind = 'alarm' | 'dashboard';

/** An alarm or a dashboard that a template makes. */
export interface DeclaredMonitor {
  readonly kind: MonitorKind;
  /** Undefined when the provider makes the name up. */
  readonly name: Value | undefined;
  readonly location: Location;
}

/** Whether a text may declare a monitor: a cheap look, before anything is parsed. */
export const MONITOR_MARKER = /AWS::CloudWatch::|aws_cloudwatch_/;

/** The resource types that are monitors, with the property that names them. */
const CLOUDFORMATION: Readonly<Record<string, readonly [MonitorKind, string]>> = {
  'AWS::CloudWatch::Alarm': ['alarm', 'AlarmName'],
  'AWS::CloudWatch::CompositeAlarm': ['alarm', 'AlarmName'],
  'AWS::CloudWatch::Dashboard': ['dashboard', 'DashboardName'],
};

const TERRAFORM: readonly (readonly [string, MonitorKind, string])[] = [
  ['aws_cloudwatch_metric_alarm', 'alarm', 'alarm_name'],
  ['aws_cloudwatch_composite_alarm', 'alarm', 'alarm_name'],
  ['aws_cloudwatch_dashboard', 'dashboard', 'dashboard_name'],
];

/**
 * The monitors of a CloudFormation template or of a Terraform plan or state as JSON; none when it is something else.
 *
 * @throws TollgateError SYNTAX.
 */
export function monitorsOfDocument(source: SourceText): DeclaredMonitor[] {
  const root = parseDocument(source);
  if (!root) return [];
  return isTemplate(root) ? monitorsOfTemplate(root) : monitorsAmong(resourcesOfPlan(root));
}

function monitorsOfTemplate(root: MapNode): DeclaredMonitor[] {
  const template = readTemplate(root);
  const resolver = new Resolver(template, new Map(), new ScenarioOracle([], true));
  return flatMap(template.resources, (resource): DeclaredMonitor[] => {
    const [kind, property] = CLOUDFORMATION[resource.type] ?? [];
    if (kind === undefined || property === undefined) return [];
    if (resource.condition !== undefined && resolver.condition(resource.condition) === false) return [];
    const name = resolver.text(resource.properties && get(resource.properties, property));
    return [{ kind, name, location: locate(spanOf(resource.key)) }];
  });
}

/**
 * The monitors of a Terraform module: the `.tf` files of one folder.
 *
 * @throws TollgateError SYNTAX.
 */
export function monitorsOfModule(files: readonly SourceText[]): DeclaredMonitor[] {
  const given = { variables: new Map<string, string>(), tfvars: [] };
  return monitorsAmong(new ModuleTree(files, given).root.resources);
}

function monitorsAmong(resources: Resources): DeclaredMonitor[] {
  return flatMap(TERRAFORM, ([type, kind, attribute]) =>
    resources
      .all(type)
      .map((block: ResourceBlock) => ({ kind, name: text(block, attribute), location: locate(block.span) })),
  );
}
