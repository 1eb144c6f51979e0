import { describe, expect, it } from 'vitest';
import { repositoryName } from '../../src/sign-off/repository.js';
import { assign } from '../../src/sign-off/roles.js';

describe('the name of a repository', () => {
  it.each([
    'https://github.com/acme/shop',
    'https://github.com/acme/shop.git',
    'https://github.com/acme/shop/',
    'https://GitHub.com/acme/shop.git',
    'https://x-access-token:ghs_secret@github.com/acme/shop.git',
    'ssh://git@github.com:22/acme/shop.git',
    'ssh://git@github.com/acme/shop',
    'git@github.com:acme/shop.git',
    'github.com:acme/shop',
    'git://github.com/acme/shop.git',
  ])('is github.com/acme/shop for %s', (remote) => {
    expect(repositoryName(remote)).toBe('github.com/acme/shop');
  });

  it.each(['/srv/git/shop.git', '../shop', 'file:///srv/shop.git', 'C:\\shop', 'C:/shop', '', 'shop'])(
    'is unknown for %j',
    (remote) => {
      expect(repositoryName(remote)).toBeUndefined();
    },
  );

  it('tells repositories apart', () => {
    expect(repositoryName('git@github.com:acme/pay.git')).toBe('github.com/acme/pay');
    expect(repositoryName('https://gitlab.com/acme/group/shop.git')).toBe('gitlab.com/acme/group/shop');
  });
});

describe('places and people', () => {
  const may = (roles: readonly (readonly string[])[]) => (person: number, role: string) =>
    roles[person]!.includes(role);

  it('go together even when the first choice was the wrong one', () => {
    const roles = [['bar-raiser', 'director'], ['bar-raiser']];
    expect(assign(['bar-raiser', 'director'], 2, may(roles))).toEqual([1, 0]);
  });

  it('leave a place empty rather than give one person two', () => {
    expect(assign(['bar-raiser', 'director'], 1, may([['bar-raiser', 'director']]))).toEqual([0, undefined]);
  });

  it('are as many as can be', () => {
    const roles = [['a', 'b'], ['a', 'c'], ['b', 'c'], ['c']];
    const taken = assign(['a', 'b', 'c', 'c'], 4, may(roles));
    expect(new Set(taken).size).toBe(4);
    expect(taken).not.toContain(undefined);
  });
});
