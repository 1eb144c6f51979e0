import { compared, type Difference } from './compare.js';
import type { Operation, Reading } from './read-scripts.js';
import type { Verdict } from './rollback-verdict.js';

/** Commands that decide what the next ones act on: the version in the working copy, the variables, the place. */
const SETTING =
  /^(git (\S+ )*?(checkout|switch|restore|reset|pull|stash|revert)|export|source|\.|nvm|rbenv|kubectl config use-context|kubectx|gcloud config set|terraform workspace select|tofu workspace select|az account set|sed|cp|mv)\b/;

/** Whether all that the rollback does was done by the step already. */
export function repeats(changing: readonly Operation[], back: Reading, forward: Reading): Verdict | undefined {
  const done = forward.operations.filter((operation) => operation.effect.effect !== 'reads');
  if (done.length === 0) return undefined;
  const found = changing.map((operation) => nearest(operation, done));
  if (found.includes('other') || isSetOtherwise(back, forward)) return undefined;
  const [first] = changing;
  if (found.includes('more'))
    return {
      says: `states a rollback that is the step again with another option ("${first!.text}"), and whether that undoes it does not show`,
      unknown: true,
      settledBy: ['Say in words what the option does, or write the command that brings the state before back.'],
    };
  return {
    says:
      done.length <= changing.length
        ? `states a rollback that is the step itself again: "${first!.text}"`
        : `states a rollback that only repeats part of the step: "${first!.text}"`,
  };
}

function nearest(operation: Operation, done: readonly Operation[]): Difference {
  const differences = done.map((candidate): Difference => {
    if (operation.command && candidate.command) return compared(operation.command, candidate.command);
    return operation.key !== '' && operation.key === candidate.key ? 'same' : 'other';
  });
  return differences.includes('same') ? 'same' : differences.includes('more') ? 'more' : 'other';
}

/** The same command does something else after another version was checked out or another variable was set. */
function isSetOtherwise(back: Reading, forward: Reading): boolean {
  const before = new Set([...settings(forward), ...places(forward)]);
  const there = places(forward);
  return (
    settings(back).some((setting) => !before.has(setting)) ||
    (there.length > 0 && places(back).some((place) => !before.has(place)))
  );
}

function settings(reading: Reading): string[] {
  return reading.identity.flatMap((line) =>
    line.split(/\s*(?:;|&&)\s*/).filter((part) => SETTING.test(part) || /^\w+=\S*$/.test(part)),
  );
}

function places(reading: Reading): string[] {
  return reading.identity.flatMap((line) => line.split(/\s*(?:;|&&)\s*/).filter((part) => /^(cd|pushd) /.test(part)));
}
