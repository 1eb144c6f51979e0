import type { Location } from '../../model/located.js';

/** Something in a checklist that its author should look at. An error makes an answer impossible or meaningless. */
export interface Lint {
  readonly level: 'error' | 'advice';
  readonly message: string;
  readonly location: Location;
  readonly hint?: string;
}
