import type { RiskRule } from '../../model/checklist.js';
import { locate } from '../../model/located.js';
import { get, type Node, scalarText, spanOf } from '../syntax/tree.js';
import { LENS_RISKS } from './import.js';
import { BadRiskCondition, parseRiskCondition } from './risk-condition.js';

/**
 * Limits of the service.
 * https://docs.aws.amazon.com/wellarchitected/latest/userguide/lenses-format-specification.html
 */
const LIMITS = {
  bytes: 500_000,
  pillars: 10,
  questions: 20,
  choices: 15,
  rules: 3,
  additional: 5,
  name: 128,
  title: 128,
  text: 2048,
} as const;

/** A limit that a lens breaks: the service would refuse it. */
export interface LensBreach {
  readonly node: Node;
  readonly message: string;
}

/** Every limit of the service that a lens breaks, in the order of the file. */
export function lensBreaches(root: Node): LensBreach[] {
  const breaches: LensBreach[] = [];
  const breach = (node: Node, message: string) => void breaches.push({ node, message });
  const bytes = Buffer.byteLength(root.source.text);
  if (bytes > LIMITS.bytes) breach(root, `the lens has ${bytes} bytes; the service takes ${LIMITS.bytes}`);
  length(root, 'name', LIMITS.name, breach);
  length(root, 'description', LIMITS.text, breach);
  count(root, 'pillars', LIMITS.pillars, breach);
  const pillars = members(root, 'pillars');
  twice(pillars, 'pillar', breach);
  twice(
    pillars.flatMap((pillar) => members(pillar, 'questions')),
    'question',
    breach,
  );
  for (const pillar of pillars) {
    id(pillar, breach);
    length(pillar, 'name', LIMITS.name, breach);
    count(pillar, 'questions', LIMITS.questions, breach);
    for (const question of members(pillar, 'questions')) questionBreaches(question, breach);
  }
  return breaches;
}

type Breach = (node: Node, message: string) => void;

function questionBreaches(question: Node, breach: Breach): void {
  id(question, breach);
  length(question, 'title', LIMITS.title, breach);
  length(question, 'description', LIMITS.text, breach);
  resource(question, 'helpfulResource', breach);
  count(question, 'choices', LIMITS.choices, breach);
  count(question, 'riskRules', LIMITS.rules, breach);
  const choices = get(question, 'choices');
  if (choices?.kind === 'list' && choices.items.length === 0) breach(choices, 'there is nothing to choose');
  twice(members(question, 'choices'), 'choice', breach);
  for (const choice of members(question, 'choices')) {
    id(choice, breach);
    length(choice, 'title', LIMITS.title, breach);
    resource(choice, 'helpfulResource', breach);
    resource(choice, 'improvementPlan', breach);
    const none = scalarText(get(choice, 'id'))?.endsWith('_no') === true;
    if (!none && !get(choice, 'improvementPlan'))
      breach(choice, 'the choice has no improvementPlan; only "None of these", whose id ends in _no, may lack it');
    for (const more of members(choice, 'additionalResources')) {
      resourceType(more, breach);
      count(more, 'content', LIMITS.additional, breach);
      for (const content of members(more, 'content')) link(content, breach);
    }
  }
}

function id(node: Node, breach: Breach): void {
  const found = get(node, 'id');
  const text = scalarText(found);
  if (found && text !== undefined && !/^[A-Za-z0-9_]{3,128}$/.test(text))
    breach(found, `the id "${text}" must have 3 to 128 letters, digits and _`);
}

/** Answers are found by their ids. */
function twice(nodes: readonly Node[], what: string, breach: Breach): void {
  const seen = new Set<string>();
  for (const node of nodes) {
    const text = scalarText(get(node, 'id'));
    if (text === undefined) continue;
    if (seen.has(text)) breach(get(node, 'id')!, `the id "${text}" of a ${what} stands twice`);
    seen.add(text);
  }
}

const RESOURCE_TYPES = ['HELPFUL_RESOURCE', 'IMPROVEMENT_PLAN'];

function resourceType(node: Node, breach: Breach): void {
  const type = scalarText(get(node, 'type'));
  if (type === undefined || !RESOURCE_TYPES.includes(type))
    breach(get(node, 'type') ?? node, `the type of an additional resource must be ${RESOURCE_TYPES.join(' or ')}`);
}

function length(node: Node, key: string, most: number, breach: Breach): void {
  const found = get(node, key);
  const text = scalarText(found);
  if (found && text !== undefined && text.length > most)
    breach(found, `"${key}" has ${text.length} characters; the service takes ${most}`);
}

function count(node: Node, key: string, most: number, breach: Breach): void {
  const found = get(node, key);
  if (found?.kind === 'list' && found.items.length > most)
    breach(found, `there are ${found.items.length} ${key}; the service takes ${most}`);
}

function resource(node: Node, key: string, breach: Breach): void {
  const found = get(node, key);
  if (found?.kind === 'map') link(found, breach);
}

function link(node: Node, breach: Breach): void {
  length(node, 'displayText', LIMITS.text, breach);
  length(node, 'url', LIMITS.text, breach);
  const url = get(node, 'url');
  const address = scalarText(url);
  if (!url || address === undefined) return;
  if (!/^https?:\/\//.test(address)) breach(url, `the url "${address}" must start with http:// or https://`);
  if (!get(node, 'displayText')) breach(node, 'a url needs a displayText');
}

function members(node: Node, key: string): readonly Node[] {
  const found = get(node, key);
  return found?.kind === 'list' ? found.items : [];
}

/** The choices and the risk rules of every question of a lens that can be read, where they stand in the JSON. */
export function lensRules(
  root: Node,
): { readonly options: readonly { readonly id: string }[]; readonly rules: RiskRule[] }[] {
  return members(root, 'pillars').flatMap((pillar) =>
    members(pillar, 'questions').map((question) => ({
      options: members(question, 'choices').map((choice) => ({ id: scalarText(get(choice, 'id')) ?? '' })),
      rules: members(question, 'riskRules').flatMap((rule) => {
        const condition = parseRiskCondition(scalarText(get(rule, 'condition')) ?? '');
        if (condition instanceof BadRiskCondition) return [];
        const risk = Object.entries(LENS_RISKS).find(([, name]) => name === scalarText(get(rule, 'risk')))?.[0];
        const location = locate(spanOf(get(rule, 'condition') ?? rule));
        return { condition, risk: (risk ?? 'high') as keyof typeof LENS_RISKS, location };
      }),
    })),
  );
}
