import type { Datum } from './evaluate/datum.js';
import { scalarOf } from './evaluate/datum.js';
import type { Evaluator } from './evaluate/evaluator.js';
import { EMPTY_SCOPE } from './evaluate/scope.js';
import { toSet } from './functions/conversions.js';
import type { Expression, ObjectItem } from './hcl/syntax.js';

/**
 * Makes a value fit the declared type of its variable as far as that changes what it says: defaults of optional
 * attributes are filled in, sets are sorted, texts become the truth values and numbers that are wanted.
 */
export function conform(value: Datum, type: Expression | undefined, evaluator: Evaluator): Datum {
  if (!type || value.kind === 'unknown' || value.kind === 'null') return value;
  if (type.kind === 'traversal') return conformScalar(value, type.root);
  if (type.kind !== 'call') return value;
  const [inner] = type.arguments;
  switch (type.name) {
    case 'list':
      return eachItem(value, inner, evaluator);
    case 'set':
      return value.kind === 'list' ? toSet(eachItem(value, inner, evaluator)) : value;
    case 'map':
      return eachEntry(value, () => inner, evaluator);
    case 'object':
      return inner?.kind === 'object' ? conformObject(value, inner.items, evaluator) : value;
    case 'optional':
      return conform(value, inner, evaluator);
    default:
      return value;
  }
}

function conformScalar(value: Datum, type: string | Expression): Datum {
  const text = scalarOf(value);
  if (text === undefined) return value;
  const base = { span: value.span, ...(value.from === undefined ? {} : { from: value.from }) };
  if (type === 'bool' && (text === 'true' || text === 'false'))
    return { kind: 'boolean', value: text === 'true', ...base };
  if (type === 'number' && text.trim() !== '' && !Number.isNaN(Number(text)))
    return { kind: 'number', value: Number(text), ...base };
  if (type === 'string' && value.kind !== 'text') return { kind: 'text', value: text, ...base };
  return value;
}

function eachItem(value: Datum, type: Expression | undefined, evaluator: Evaluator): Datum {
  return value.kind === 'list' ? { ...value, items: value.items.map((item) => conform(item, type, evaluator)) } : value;
}

function eachEntry(value: Datum, typeOf: (key: string) => Expression | undefined, evaluator: Evaluator): Datum {
  if (value.kind !== 'object') return value;
  return {
    ...value,
    entries: new Map([...value.entries].map(([key, item]) => [key, conform(item, typeOf(key), evaluator)])),
  };
}

function conformObject(value: Datum, items: readonly ObjectItem[], evaluator: Evaluator): Datum {
  const types = new Map(items.map((item) => [keyText(item.key), item.value]));
  const conformed = eachEntry(value, (key) => types.get(key), evaluator);
  if (conformed.kind !== 'object') return conformed;
  const entries = new Map(conformed.entries);
  for (const [key, type] of types) {
    if (type.kind !== 'call' || type.name !== 'optional') continue;
    const given = entries.get(key);
    const fallback = type.arguments[1];
    if (given && !(given.kind === 'null' && fallback)) continue;
    const missing: Datum = fallback ? evaluator.value(fallback, EMPTY_SCOPE) : { kind: 'null', span: value.span };
    entries.set(key, conform(missing, type.arguments[0], evaluator));
  }
  return { ...conformed, entries };
}

function keyText(key: Expression): string {
  return key.kind === 'template' ? key.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('') : '';
}
