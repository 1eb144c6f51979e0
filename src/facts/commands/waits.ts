import type { Invocation } from './invocation.js';

/** Minutes in the units of `sleep`. */
const UNITS: Readonly<Record<string, number>> = { '': 1 / 60, s: 1 / 60, m: 1, h: 60, d: 1440 };

/** How long a command sleeps: minutes, `undefined` when only the run will tell. Not a sleep: `'none'`. */
export function sleepMinutes({ name, args }: Invocation): number | undefined | 'none' {
  if (name === 'sleep' || name === 'gsleep') return sum(args.map(duration));
  if (name === 'start-sleep') return powerShellSleep(args);
  if (name === 'timeout' && /^\/t$/i.test(args[0] ?? '')) return duration(args[1] ?? '');
  return 'none';
}

/** `30`, `2.5m`, `1h`: minutes. */
function duration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?|\.\d+)([smhd]?)$/.exec(text);
  return match ? Number(match[1]) * UNITS[match[2]!]! : undefined;
}

function powerShellSleep(args: readonly string[]): number | undefined {
  const milliseconds = /^-(m|milliseconds)$/i.test(args[0] ?? '');
  const value = duration(args.find((arg) => !arg.startsWith('-')) ?? '');
  return milliseconds && value !== undefined ? value / 1000 : value;
}

function sum(minutes: readonly (number | undefined)[]): number | undefined {
  if (minutes.length === 0) return undefined;
  return minutes.reduce((total, each) => (total === undefined || each === undefined ? undefined : total + each), 0);
}

/** How often a `for` loop runs, when its header says so: words, `{1..5}`, `$(seq 5)`, `((i=0; i<5; i++))`. */
export function repetitions(over: readonly string[]): number | undefined {
  const header = over.join(' ');
  const counted = /\(\(\s*\w+\s*=\s*(\d+)\s*;\s*\w+\s*(<=?)\s*(\d+)\s*;\s*\w+\+\+\s*\)\)/.exec(header);
  if (counted) return Number(counted[3]) - Number(counted[1]) + (counted[2] === '<=' ? 1 : 0);
  const words = over.slice(over.indexOf('in') + 1);
  if (!over.includes('in')) return undefined;
  const counts = words.map(wordCount);
  return counts.includes(undefined) ? undefined : (counts as number[]).reduce((total, each) => total + each, 0);
}

function wordCount(word: string): number | undefined {
  const braces = /^\{(\d+)\.\.(\d+)\}$/.exec(word);
  if (braces) return Math.abs(Number(braces[2]) - Number(braces[1])) + 1;
  const sequence = /^[$`]\(?\s*seq\s+(?:(\d+)\s+)?(\d+)\s*[)`]$/.exec(word);
  if (sequence) return Math.max(0, Number(sequence[2]) - Number(sequence[1] ?? 1) + 1);
  return /[$`*?{[]/.test(word) ? undefined : 1;
}
