import { TollgateError } from '../../errors.js';
import { locate, type Unresolved } from '../../model/located.js';
import type { Unexpanded } from '../../model/pipeline.js';
import { entryEitherCase, isNull, type MapNode, type Node, spanOf } from '../syntax/tree.js';
import { isNode, type ValueReader } from '../value-reader.js';

/** The stages of a pipeline or the actions of a stage: those that are written, and where more may stand. */
export interface Parts {
  readonly items: readonly { readonly node: MapNode; readonly optional: boolean }[];
  readonly unexpanded: readonly Unexpanded[];
}

/** What each of them is called. */
const SINGULAR = { Stages: 'a stage', Actions: 'an action' } as const;

/**
 * Reads a list that has to be there and to hold something: read as empty, what it would run would be passed over. What an
 * intrinsic or a placeholder stands for is unexpanded; what a condition takes away is not there.
 *
 * @param what whose list it is, for messages: `the stage Prod`.
 * @throws TollgateError STRUCTURE when it is missing, empty, no list, or holds something that is no mapping.
 */
export function readParts(owner: Node, key: keyof typeof SINGULAR, what: string, reader: ValueReader): Parts {
  const entry = entryEitherCase(owner, key);
  if (!entry) throw malformed(owner, `${what} has no ${key}`);
  if (isNull(entry.value)) throw malformed(entry.key, `${key} of ${what} are empty`);
  const structure = reader.structure(entry.value);
  const open = unexpandedIn(structure, reader);
  if (!open && isNode(structure)) {
    if (structure.kind !== 'list') throw malformed(structure, `${key} of ${what} are no list`);
    if (structure.items.length === 0) throw malformed(structure, `${key} of ${what} are empty`);
    // What is left out has no place of its own.
    if (structure.items.some(isNull)) throw malformed(structure, `${SINGULAR[key]} of ${what} is empty`);
  }
  if (open && isNode(structure)) return { items: [], unexpanded: [open] };
  const list = reader.items(isNode(structure) ? structure : entry.value);
  const items: { node: MapNode; optional: boolean }[] = [];
  const unexpanded = [...list.unexpanded];
  for (const { node, optional } of list.items) {
    const part = reader.structure(node);
    const unknown = unexpandedIn(part, reader);
    if (unknown) unexpanded.push(unknown);
    else if (isNode(part)) {
      if (part.kind !== 'map') throw malformed(part, `${SINGULAR[key]} of ${what} is no mapping`);
      items.push({ node: part, optional });
    }
  }
  return { items, unexpanded };
}

/** A place that something unresolved stands in: an intrinsic, or a placeholder that is filled in later. */
function unexpandedIn(structure: Node | Unresolved | undefined, reader: ValueReader): Unexpanded | undefined {
  const value = isNode(structure) ? (structure.kind === 'scalar' ? reader.text(structure) : undefined) : structure;
  if (value === undefined || value.known) return undefined;
  const hole = value.parts.find((part) => typeof part !== 'string');
  return {
    expression: value.expression,
    span: value.span,
    settledBy: hole?.settledBy ?? 'check the definition after it is expanded',
  };
}

/** An error about something that no pipeline can have: what would run there is not known, so nothing is said of the pipeline. */
export function malformed(node: Node, message: string): TollgateError {
  return new TollgateError('STRUCTURE', message, {
    location: locate(spanOf(node)),
    hint: 'Mend the definition; nothing in it was judged.',
  });
}
