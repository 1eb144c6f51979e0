import type { StateMachine } from '../../../model/pipeline.js';
import { readStateMachine } from '../../state-machine.js';
import { decoded } from '../configuration.js';
import type { Datum } from '../evaluate/datum.js';
import type { ResourceBlock } from '../resource-block.js';
import { text, toValue } from '../values.js';

/** Reads an `aws_sfn_state_machine` with what its definition waits for. */
export function readMachine(block: ResourceBlock): StateMachine {
  const definition = decoded(block.attribute('definition'));
  const waits = definition && readStateMachine(JSON.stringify(spelledOut(definition)));
  return {
    name: text(block, 'name'),
    type: text(block, 'type'),
    waitMinutes: Number.isFinite(waits?.waitMinutes) ? waits?.waitMinutes : undefined,
    readsAlarms: waits?.readsAlarms ?? false,
    span: block.span,
  };
}

/** The definition as plain JSON; a number that is not known is none. */
function spelledOut(datum: Datum): unknown {
  switch (datum.kind) {
    case 'list':
      return datum.items.map(spelledOut);
    case 'object':
      return Object.fromEntries(
        [...datum.entries].map(([key, item]) => [
          key,
          key === 'Seconds' && item.kind !== 'number' ? undefined : spelledOut(item),
        ]),
      );
    case 'unknown': {
      const value = toValue(datum);
      return value?.known ? value.value : value?.expression;
    }
    case 'null':
      return null;
    case 'text':
    case 'number':
    case 'boolean':
      return datum.value;
  }
}
