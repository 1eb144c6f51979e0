import type { Statement } from '../../model/statement.js';
import type { TrustPolicy } from '../../model/trust.js';
import type { Terminal } from '../terminal.js';
import type { Place } from './place.js';

export async function judgeAgain(
  _signed: Statement,
  _place: Place,
  _policy: TrustPolicy,
  _terminal: Terminal,
): Promise<Statement | undefined> {
  return undefined;
}
