import { display, type Value } from '../model/located.js';

/** Where CodeBuild keeps variables whose text is only the name that they are found by. */
const STORES: Readonly<Record<string, string>> = {
  PARAMETER_STORE: 'the SSM parameter',
  SECRETS_MANAGER: 'the secret',
};

/**
 * The value of a CodeBuild variable of this type: for one kept in a store it is out of sight, and the text is the name that it is
 * found by.
 */
export function storedValue(text: Value, type: Value | string | undefined): Value {
  const kept = typeof type === 'string' ? type : type?.known ? type.value : undefined;
  const store = kept === undefined ? undefined : STORES[kept];
  if (store === undefined) return text;
  const expression = `${store} ${display(text)}`;
  const hole = {
    kind: 'open' as const,
    expression,
    label: display(text),
    settledBy: 'declare the environment in tollgate.yaml',
  };
  return { known: false, expression, parts: [hole], span: text.span };
}
