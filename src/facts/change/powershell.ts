/** One command of a PowerShell script. */
export interface PowershellCommand {
  readonly words: readonly string[];
  readonly text: string;
}

/** What stands before a command without being part of it: an assignment, a call operator, brackets, flow. */
const LEAD =
  /^(?:\$[\w:.[\]]+\s*[+-]?=\s*|[&({}\s]+|(?:if|while|foreach|else|elseif|try|catch|finally|do|return)\b\s*)+/i;

/**
 * The commands of a PowerShell script. There is no parser for it here: statements are told apart by lines, `;`, `|` and
 * braces outside quotes, which is enough to see which commands it runs.
 */
export function powershellCommands(script: string): PowershellCommand[] {
  const source = script.replace(/<#[\s\S]*?#>/g, ' ').replace(/`\r?\n/g, ' ');
  return statementsOf(source).flatMap((statement) => {
    const text = statement.replace(LEAD, '').replace(/[)}\s]+$/, '');
    const words = wordsOf(text);
    return words.length === 0 || /^[$@"'\d#[]/.test(text) ? [] : [{ words, text }];
  });
}

function statementsOf(source: string): string[] {
  const found: string[] = [];
  let open = '';
  let current = '';
  for (let at = 0; at < source.length; at++) {
    const char = source[at]!;
    if (open !== '') {
      if (char === open) open = '';
      current += char;
    } else if (char === '#' && /^\s?$/.test(source[at - 1] ?? '')) {
      while (at + 1 < source.length && source[at + 1] !== '\n') at++;
    } else if (/[;|{}\n]/.test(char)) {
      found.push(current.trim());
      current = '';
    } else {
      if (char === '"' || char === "'") open = char;
      current += char;
    }
  }
  return [...found, current.trim()].filter((statement) => statement !== '');
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|[^\s"']+/g)].map((match) => match[1] ?? match[2] ?? match[0]);
}
