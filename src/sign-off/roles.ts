import type { SignedTrust } from '../model/statement.js';
import { DEFAULT_REQUIREMENTS, type Requirement } from '../model/trust.js';

/** What a policy asks for a kind of thing; what it does not say is as in {@link DEFAULT_REQUIREMENTS}. */
export function requirementFor(policy: SignedTrust, kind: string): Requirement {
  for (const requirements of [policy.requirements, DEFAULT_REQUIREMENTS])
    for (const key of [kind, '*']) if (Object.hasOwn(requirements, key)) return requirements[key]!;
  throw new Error('the default requirements name no "*"');
}

/**
 * What a policy asks for several kinds at once: of each role the most that any of them asks, and the shortest validity.
 * A sign-off of a review and a pipeline needs what the review needs.
 */
export function requirementForAll(policy: SignedTrust, kinds: readonly string[]): Requirement {
  const each = (kinds.length > 0 ? kinds : ['*']).map((kind) => requirementFor(policy, kind));
  const roles: Record<string, number> = {};
  for (const requirement of each)
    for (const [role, count] of Object.entries(requirement.roles)) roles[role] = Math.max(roles[role] ?? 0, count);
  return { roles, validDays: Math.min(...each.map(({ validDays }) => validDays)) };
}

/**
 * Gives each place to a different person who may fill it, as many as possible: somebody who is bar raiser and director
 * signs as one of them.
 *
 * @param places the roles wanted, one entry per signature.
 * @param may whether a person (by index) may sign as a role.
 * @returns by place the index of the person; undefined where nobody is left.
 */
export function assign(
  places: readonly string[],
  people: number,
  may: (person: number, role: string) => boolean,
): (number | undefined)[] {
  const taken: (number | undefined)[] = places.map(() => undefined);
  const seat = (place: number, tried: Set<number>): boolean => {
    for (let person = 0; person < people; person++) {
      if (tried.has(person) || !may(person, places[place]!)) continue;
      tried.add(person);
      const other = taken.indexOf(person);
      if (other >= 0 && !seat(other, tried)) continue;
      taken[place] = person;
      return true;
    }
    return false;
  };
  for (const place of places.keys()) seat(place, new Set());
  return taken;
}
