import { join, relative, resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import type { Loaded } from '../../loaders/syntax/fields.js';
import { parseDocument } from '../../loaders/syntax/parse.js';
import { get } from '../../loaders/syntax/tree.js';
import { loadTrustPolicy, type ReadPublicKey, readTrustPolicy } from '../../loaders/trust-policy.js';
import { SourceText } from '../../model/located.js';
import type { TrustPolicy } from '../../model/trust.js';
import { KeyError } from '../../sign-off/key-error.js';
import { readPublicKey } from '../../sign-off/keys.js';
import { demand } from './demand.js';
import { isFile, type Place, readBytes } from './place.js';

/** The file of trust when none is named. */
export const TRUST_FILE = 'tollgate.trust.yaml';

/** Reads a key of a policy, with its trouble as a value. */
export const readKey: ReadPublicKey = (text) => {
  try {
    return readPublicKey(text);
  } catch (error) {
    if (error instanceof KeyError) return { trouble: error.message };
    throw error;
  }
};

/**
 * The trust policy: the file that is named, else `tollgate.trust.yaml`, else `trust:` of `tollgate.yaml`, both at the root.
 *
 * @param named as on the command line, relative to `cwd`.
 * @returns undefined when there is none and none was named.
 * @throws TollgateError TRUST, with everything that is wrong with it.
 */
export function findTrustPolicy(place: Place, cwd: string, named: string | undefined): TrustPolicy | undefined {
  if (named !== undefined) return demand(loadTrustPolicy(readText(resolve(cwd, named), named), readKey));
  const own = join(place.root, TRUST_FILE);
  if (isFile(own)) return demand(loadTrustPolicy(readText(own, relative(cwd, own)), readKey));
  const config = join(place.root, 'tollgate.yaml');
  return isFile(config) ? ofConfig(readText(config, relative(cwd, config))) : undefined;
}

function ofConfig(source: SourceText): TrustPolicy | undefined {
  const node = get(parseDocument(source), 'trust');
  const loaded: Loaded<TrustPolicy> | undefined = node && readTrustPolicy(node, readKey, 'configuration');
  return loaded && demand(loaded);
}

/**
 * The trust policy, which must be there.
 *
 * @throws TollgateError TRUST
 */
export function needTrustPolicy(place: Place, cwd: string, named: string | undefined): TrustPolicy {
  const policy = findTrustPolicy(place, cwd, named);
  if (policy) return policy;
  throw new TollgateError('TRUST', `there is no trust policy: neither ${TRUST_FILE} nor "trust:" in tollgate.yaml`, {
    hint: 'Write one with `tollgate keys trust`, or name it with --trust FILE.',
  });
}

function readText(path: string, name: string): SourceText {
  return new SourceText(name, Buffer.from(readBytes(path)).toString('utf8'));
}
