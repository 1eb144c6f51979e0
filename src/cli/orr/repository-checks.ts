import type { Finding } from '../../model/finding.js';
import type { Terminal } from '../terminal.js';

/** What the rules find in the repository of a review. */
export async function findingsOf(_terminal: Terminal, _root: string): Promise<readonly Finding[]> {
  return [];
}
