import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { globSync } from 'tinyglobby';
import { TollgateError } from '../../errors.js';
import { type DeclaredMonitor, MONITOR_MARKER, monitorsOfDocument, monitorsOfModule } from '../../loaders/monitors.js';
import { SourceText } from '../../model/located.js';

/** Templates are smaller. */
const MAX_BYTES = 10_000_000;

/** Every alarm and dashboard that a template below a folder makes. A file that cannot be read makes none that are known. */
export function declaredMonitors(root: string): DeclaredMonitor[] {
  const templates = globSync(['**/*.{yaml,yml,json,template,tf,tofu}'], {
    cwd: root,
    ignore: ['**/node_modules/**', '**/.git/**', '**/.terraform/**'],
  }).sort();
  const sources = templates.flatMap((name) => {
    const path = join(root, name);
    if (statSync(path).size > MAX_BYTES) return [];
    const text = readFileSync(path, 'utf8');
    return isModuleFile(name) || MONITOR_MARKER.test(text) ? [new SourceText(name, text)] : [];
  });
  const modules = new Map<string, SourceText[]>();
  const monitors: DeclaredMonitor[] = [];
  for (const source of sources) {
    if (!isModuleFile(source.file)) monitors.push(...readable(() => monitorsOfDocument(source)));
    else modules.set(dirname(source.file), [...(modules.get(dirname(source.file)) ?? []), source]);
  }
  for (const files of modules.values())
    if (files.some(({ text }) => MONITOR_MARKER.test(text))) monitors.push(...readable(() => monitorsOfModule(files)));
  return monitors;
}

function readable(read: () => DeclaredMonitor[]): DeclaredMonitor[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof TollgateError) return [];
    throw error;
  }
}

function isModuleFile(name: string): boolean {
  return /\.(tf|tofu|tf\.json)$/.test(name);
}
