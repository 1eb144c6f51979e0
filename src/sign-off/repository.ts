import type { RepositoryIdentity } from '../model/statement.js';

/**
 * The name of a repository in the address of a remote: `git@github.com:acme/shop.git` and
 * `https://token@github.com/acme/shop` are both `github.com/acme/shop`. Users, passwords and ports never come out.
 *
 * @returns undefined for a path on this machine, which names nothing elsewhere.
 */
export function repositoryName(remote: string): string | undefined {
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/:@]+)(?::\d+)?\/(.+)$/i.exec(remote);
  const scp = /^(?:[^@/\s]+@)?([^/:\s]{2,}):(?!\/\/)(.+)$/.exec(remote);
  if (/^file:/i.test(remote)) return undefined;
  const [, host, path] = url ?? scp ?? [];
  if (host === undefined || path === undefined) return undefined;
  const name = path
    .replace(/[?#].*$/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '');
  return name === '' ? undefined : `${host.toLowerCase()}/${name}`;
}

/**
 * Whether a statement was made for this repository.
 *
 * @param signed who it was when the statement was made.
 * @param here who it is now. `declared` is not looked at: the names in `accepted` are.
 * @param accepted the names that the trust policy declares; empty when it declares none.
 * @returns `unknown` when nothing that both sides know tells.
 */
export function sameRepository(
  signed: RepositoryIdentity,
  here: RepositoryIdentity,
  accepted: readonly string[],
): 'same' | 'other' | 'unknown' {
  if (accepted.length > 0) {
    const names = [signed.declared, signed.origin, here.origin].filter((name) => name !== null);
    if (names.some((name) => !accepted.includes(name))) return 'other';
    return signed.declared === null && signed.origin === null ? 'unknown' : 'same';
  }
  if (signed.origin !== null && here.origin !== null) return signed.origin === here.origin ? 'same' : 'other';
  if (signed.root !== null && here.root !== null) return signed.root === here.root ? 'same' : 'other';
  return 'unknown';
}
