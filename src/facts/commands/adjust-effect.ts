import { CHANGING, type CommandEffect } from './effects.js';
import { hasFlag } from './invocation.js';
import { effectOfName } from './name-words.js';
import type { Tool } from './tools.js';

/** Flags by which tools try without changing. */
const DRY = [
  '--dry-run',
  '--dryrun',
  '--dry_run',
  '--what-if',
  '-WhatIf',
  '--noop',
  '--no-op',
  '--check-only',
  '--dry',
];

/** The effect after the flags that decide for this tool, and those that make a dry run. */
export function overridden(effect: CommandEffect, args: readonly string[], tool: Tool): CommandEffect {
  for (const [flag, instead] of Object.entries(tool.facts.flags ?? {})) {
    const applies = CHANGING.has(effect) || instead === 'nothing' || instead === 'build' || instead === 'publish';
    if (applies && effect !== 'plan' && hasFlag(args, flag)) return instead;
  }
  return dryOr(effect, args);
}

/** A dry run of something that changes is a plan. */
export function dryOr(effect: CommandEffect, args: readonly string[]): CommandEffect {
  if (!CHANGING.has(effect)) return effect;
  return hasFlag(args, ...DRY) ? 'plan' : effect;
}

/** Whether only help or a version is asked for. */
export function isHelp(args: readonly string[]): boolean {
  return args.includes('--help') || (args.length === 1 && /^(--version|version|help|-version)$/.test(args[0]!));
}

/** Which kind of test a runner is told to run: folders, markers, suites and profiles say so. */
export function kindOf(effect: CommandEffect, args: readonly string[]): CommandEffect {
  if (effect !== 'unit-test' && effect !== 'integration-test' && effect !== 'build') return effect;
  const found = new Set<CommandEffect>();
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (/^--?(ignore|exclude|skip|deselect|testPathIgnorePatterns|x$)/.test(arg)) {
      if (!arg.includes('=')) at++;
      continue;
    }
    if (arg.startsWith('--') && !arg.includes('=')) continue;
    for (const part of arg.replace(/\bnot\s+\(?\w+/g, '').split(/[/=,:\s|&]+/)) {
      const kind = effectOfName(part.replace(/^-{1,2}[A-Z]?/, ''));
      if (kind === 'load-test' || kind === 'integration-test') found.add(kind);
    }
  }
  if (found.has('load-test')) return 'load-test';
  return found.has('integration-test') && effect !== 'build' ? 'integration-test' : effect;
}
