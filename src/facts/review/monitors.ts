import type { Location, Value } from '../../model/located.js';
import type { MonitorObservation } from '../../model/review.js';

/** An alarm or a dashboard that a template in the repository makes. */
interface Declared {
  readonly kind: 'alarm' | 'dashboard';
  readonly name: Value | undefined;
  readonly location: Location;
}

/** What is said of a monitor by an ARN, or by the address of its page in the console; undefined when it names none. */
export function monitorNamed(target: string): { kind: Declared['kind']; name: string } | undefined {
  const alarm =
    /^arn:[a-z0-9-]+:cloudwatch:[a-z0-9-]+:\d{12}:alarm:(.+)$/.exec(target) ??
    /#alarmsV2:alarm\/([^?&/]+)/.exec(target);
  if (alarm) return { kind: 'alarm', name: decoded(alarm[1]!) };
  const dashboard =
    /^arn:[a-z0-9-]+:cloudwatch:[a-z0-9-]*:\d{12}:dashboard\/(.+)$/.exec(target) ??
    /#dashboards(?:\/dashboard\/|:name=)([^?&;/]+)/.exec(target);
  return dashboard ? { kind: 'dashboard', name: decoded(dashboard[1]!) } : undefined;
}

function decoded(text: string): string {
  try {
    return text.startsWith('arn:') ? text : decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Looks a monitor up among those that the templates of the repository make. What is not found may still exist, and what has the
 * same name may stand in another account: only the name is compared.
 */
export function lookUpMonitor(target: string, declared: readonly Declared[]): MonitorObservation {
  const named = monitorNamed(target);
  if (!named) return { problem: 'it was not checked: it does not say the name of an alarm or dashboard in CloudWatch' };
  const same = declared.filter((one) => one.kind === named.kind);
  const found = same.find(({ name }) => name?.known && name.value === named.name);
  if (found) return { declared: found.location };
  const possible = same.filter(({ name }) => !name?.known || name.from !== undefined);
  const where = possible.map(({ location }) => `${location.file}:${location.line}`).sort();
  if (where.length > 0)
    return {
      problem: `it was not checked: ${where.slice(0, 3).join(', ')} may make it, under a name known at deployment`,
    };
  return { problem: `it was not checked: no template in the repository makes ${article(named.kind)} "${named.name}"` };
}

function article(kind: Declared['kind']): string {
  return kind === 'alarm' ? 'an alarm' : 'a dashboard';
}
