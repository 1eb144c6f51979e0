import type { CommandEffect } from './effects.js';
import { AWS } from './tools/aws.js';
import { BUILDS } from './tools/builds.js';
import { CLOUDS } from './tools/clouds.js';
import { DATABASES } from './tools/databases.js';
import { HOSTS } from './tools/hosts.js';
import { INFRASTRUCTURE } from './tools/infrastructure.js';
import { KUBERNETES } from './tools/kubernetes.js';
import { PLAIN } from './tools/plain.js';
import { PLATFORMS } from './tools/platforms.js';
import { TESTS } from './tools/tests.js';
import type { ToolFacts } from './tools/tool-facts.js';

/** Every program that is known. Where two tables name one, the earlier holds. */
const TABLES: readonly (readonly ToolFacts[])[] = [
  AWS,
  INFRASTRUCTURE,
  KUBERNETES,
  CLOUDS,
  PLATFORMS,
  HOSTS,
  DATABASES,
  TESTS,
  BUILDS,
  PLAIN,
];

/** A known program, its sub commands ready to be looked up. */
export interface Tool {
  readonly facts: ToolFacts;
  readonly subCommands: ReadonlyMap<string, CommandEffect>;
  /** Words in the longest sub command. */
  readonly depth: number;
  readonly targetFlags: readonly string[];
  /** Words that change nothing about the sub command: `gcloud beta run deploy`. */
  readonly transparent: ReadonlySet<string>;
}

const TOOLS: ReadonlyMap<string, Tool> = index();

/** The program that goes by this name, if it is known. */
export function findTool(name: string): Tool | undefined {
  return TOOLS.get(name);
}

function index(): Map<string, Tool> {
  const tools = new Map<string, Tool>();
  for (const facts of TABLES.flat()) {
    const tool = prepare(facts);
    for (const name of facts.names.split(' ')) if (!tools.has(name)) tools.set(name, tool);
  }
  return tools;
}

function prepare(facts: ToolFacts): Tool {
  const subCommands = new Map<string, CommandEffect>();
  let depth = 0;
  for (const [effect, list] of Object.entries(facts.does ?? {}) as [CommandEffect, string][])
    for (const words of list.split(/,\s*/)) {
      subCommands.set(words, effect);
      depth = Math.max(depth, words.split(' ').length);
    }
  return {
    facts,
    subCommands,
    depth,
    targetFlags: facts.targetFlags?.split(' ') ?? [],
    transparent: new Set(facts.transparent?.split(' ')),
  };
}
