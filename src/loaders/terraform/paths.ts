/** The folder of a file, without a slash at its end. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.search(/[/\\][^/\\]*$/)));
}

/** A path as written in a folder, without detours. An absolute path stays one. */
export function joined(folder: string, path: string): string {
  const whole = /^([/\\]|[A-Za-z]:)/.test(path) || folder === '' ? path : `${folder}/${path}`;
  const kept: string[] = [];
  for (const part of whole.split(/[/\\]/)) {
    if (part === '.' || (part === '' && kept.length > 0)) continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(part);
  }
  return kept.join('/');
}

/** The path from one folder to another, as Terraform gives it for `path.module`. */
export function pathBetween(from: string, to: string): string {
  if (from === to) return '.';
  const [a, b] = [from, to].map((folder) => folder.split('/').filter((part) => part !== ''));
  let same = 0;
  while (same < a!.length && a![same] === b![same]) same++;
  return [...a!.slice(same).map(() => '..'), ...b!.slice(same)].join('/');
}
