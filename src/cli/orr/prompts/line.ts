import { createPrompt, isEnterKey, isTabKey, useEffect, useKeypress, useState } from '@inquirer/core';
import type { Colors } from '../../terminal.js';
import { whenClosed } from './stream.js';

/** What is asked. */
export interface LineConfig {
  readonly label: string;
  /** What stands in the line at first. */
  readonly initial?: string;
  readonly hint: string;
  /** Why a text cannot be taken; undefined when it can. */
  readonly check: (text: string) => string | undefined;
  /** Whether Tab leads to the menu, and `?` in an empty line to the reasons. */
  readonly menu: boolean;
  readonly colors: Colors;
  /** Called when the input ends. */
  readonly ended: () => void;
}

/** What somebody wrote, or wanted to do instead. */
export type Line =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly action: 'menu' | 'why' };

/** Asks for a line of text. */
export const line = createPrompt<Line, LineConfig>((config, done) => {
  const { colors } = config;
  const [value, setValue] = useState(config.initial ?? '');
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const [finished, setFinished] = useState(false);
  useEffect((rl) => {
    if (config.initial !== undefined) rl.write(config.initial);
    return whenClosed(rl, config.ended);
  }, []);
  const finish = (result: Line) => {
    setFinished(true);
    done(result);
  };
  useKeypress((key, rl) => {
    if (isEnterKey(key)) {
      const problem = config.check(value.trim());
      if (problem === undefined) return finish({ kind: 'text', text: value.trim() });
      // Enter took the line away; what was written stays to be mended.
      rl.write(value);
      return setWrong(problem);
    }
    if (isTabKey(key)) {
      rl.clearLine(0);
      rl.write(value);
      if (config.menu) finish({ kind: 'action', action: 'menu' });
      return;
    }
    if (config.menu && rl.line === '?') return finish({ kind: 'action', action: 'why' });
    setValue(rl.line);
    setWrong(undefined);
  });
  const label = `${config.label} `;
  if (finished) return `${label}${value}`;
  return [`${label}${value}`, wrong === undefined ? colors.dim(config.hint) : colors.red(wrong)];
});
