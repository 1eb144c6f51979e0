import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isUpKey,
  useEffect,
  useKeypress,
  usePagination,
  useState,
} from '@inquirer/core';
import type { Colors } from '../../terminal.js';
import { whenClosed } from './stream.js';

/** Something to choose. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** Shown behind, dim: the risk that it carries. */
  readonly detail?: string;
  /** A letter that chooses it at once. */
  readonly key?: string;
}

/** What is asked. */
export interface ChooseConfig {
  readonly choices: readonly Choice[];
  /** Where the cursor stands first. */
  readonly active?: string;
  /** Several may be chosen; these are at the beginning. */
  readonly checked?: readonly string[];
  /** Letters that do something else, with what they do. */
  readonly actions: Readonly<Record<string, string>>;
  readonly hint: string;
  readonly colors: Colors;
  readonly rows: number;
  /** Called when the input ends. */
  readonly ended: () => void;
}

/** What somebody did. */
export type Chosen =
  | { readonly kind: 'choice'; readonly id: string }
  | { readonly kind: 'choices'; readonly ids: readonly string[] }
  | { readonly kind: 'action'; readonly action: string };

/** Asks for one of several, or for several, with arrows, digits and letters. */
export const choose = createPrompt<Chosen, ChooseConfig>((config, done) => {
  const { choices, colors, checked } = config;
  const [active, setActive] = useState(
    Math.max(
      0,
      choices.findIndex((choice) => choice.id === config.active),
    ),
  );
  const [ticked, setTicked] = useState<readonly string[]>(checked ?? []);
  const [finished, setFinished] = useState(false);
  useEffect((rl) => {
    return whenClosed(rl, config.ended);
  }, []);
  const finish = (chosen: Chosen) => {
    setFinished(true);
    done(chosen);
  };
  const toggle = (id: string) => setTicked(ticked.includes(id) ? ticked.filter((one) => one !== id) : [...ticked, id]);
  const move = (by: number) => setActive((active + choices.length + by) % choices.length);
  const enter = () => {
    const choice = choices[active];
    if (checked) finish({ kind: 'choices', ids: inOrder(choices, ticked) });
    else if (choice) finish({ kind: 'choice', id: choice.id });
  };
  const letter = (typed: string) => {
    const picked = choices.findIndex((one, index) => one.key === typed || String(index + 1) === typed);
    const action = config.actions[typed];
    if (picked < 0) {
      if (action !== undefined) finish({ kind: 'action', action });
      return;
    }
    setActive(picked);
    if (checked) toggle(choices[picked]!.id);
    else finish({ kind: 'choice', id: choices[picked]!.id });
  };
  useKeypress((key, rl) => {
    // What is typed is a command, never a line.
    const typed = rl.line.slice(-1) || key.name;
    rl.clearLine(0);
    const choice = choices[active];
    if (isEnterKey(key)) enter();
    else if (isUpKey(key)) move(-1);
    else if (isDownKey(key)) move(1);
    else if (checked && choice && isSpaceKey(key)) toggle(choice.id);
    else letter(key.name === 'left' ? 'b' : typed);
  });
  const page = usePagination({
    items: choices,
    active,
    pageSize: Math.max(3, config.rows - 8),
    loop: false,
    renderItem: ({ item, index, isActive }) => {
      const box = checked ? (ticked.includes(item.id) ? '[x] ' : '[ ] ') : '';
      const cursor = isActive ? '>' : ' ';
      const detail = item.detail === undefined ? '' : colors.dim(`  ${item.detail}`);
      const line = `${cursor} ${index < 9 ? `${index + 1} ` : '  '}${box}${item.label}`;
      return `${isActive ? colors.cyan(line) : line}${detail}`;
    },
  });
  if (finished) return '';
  return [page, colors.dim(config.hint)];
});

function inOrder(choices: readonly Choice[], ticked: readonly string[]): string[] {
  return choices.map((choice) => choice.id).filter((id) => ticked.includes(id));
}
