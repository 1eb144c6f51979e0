/**
 * Names of people, made safe to compare. Two names that a reader cannot tell apart are one name when somebody must be
 * kept out, and an error when somebody is let in: an approver "Аna" with a Cyrillic А is not Ana.
 */

/**
 * Letters of other scripts that look like Latin ones, after Unicode's confusables (UTS 39), for the scripts that people
 * write names in: Cyrillic, Greek, Armenian, Cherokee, and Latin letters of their own that pass for others.
 */
const LOOKS_LIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аɑα⍺ᴀ',
    b: 'ьƅвβʙ',
    c: 'сϲᴄⅽ',
    d: 'ԁɗⅾ',
    e: 'еҽєεᴇ℮',
    f: 'ſϝꞙ',
    g: 'ɡցԍɢ',
    h: 'һհнʜ',
    i: 'іıɩιӏӀⅰɪ׀ǀ1l|',
    j: 'јϳյᴊ',
    k: 'кκᴋĸ',
    m: 'мᴍⅿ',
    n: 'пոռռηɴ',
    o: 'оοօσᴏ௦०0ჿ',
    p: 'рρϱᴘ',
    q: 'ԛգզ',
    r: 'гᴦʀꭇ',
    s: 'ѕƽꜱ',
    t: 'тτᴛ',
    u: 'υսʋᴜ',
    v: 'ѵνᴠⅴ',
    w: 'ԝաѡωᴡ',
    x: 'хχ×ⅹ',
    y: 'уүγʏỿ',
    z: 'ᴢʐ',
  }).flatMap(([latin, others]) => [...others].map((other): [string, string] => [other, latin])),
);

/** Capitals that look like a Latin letter which their small form does not look like. */
const CAPITALS: ReadonlyMap<string, string> = new Map(
  [...'ΗhΝnΥyΖzΡp'].flatMap((letter, at, all) => (at % 2 === 0 ? [[letter, all[at + 1]!]] : [])),
);

/** Scripts whose letters pass for one another: more than one of them in a word is no accident. */
const ALPHABETS: readonly (readonly [string, RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
];

/**
 * What stands where a name is read, independent of how it is spelled: look-alikes, case, accents and spacing folded.
 * Not for showing.
 */
export function skeleton(name: string): string {
  const bare = name.normalize('NFKD').replace(/[\p{Mark}\p{Default_Ignorable_Code_Point}]/gu, '');
  const folded = [...bare].map((letter) => CAPITALS.get(letter) ?? letter.toLowerCase());
  const letters = folded.map((letter) => LOOKS_LIKE.get(letter) ?? letter).join('');
  return letters
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[\s._-]+/gu, ' ')
    .trim();
}

/**
 * Whether two texts may name one person, for keeping somebody out: `Ana Ruiz`, `Ruiz, Ana`, `ana.ruiz@example.com`,
 * `Ana Ruiz <a@example.com>`, `Ana Ruiz (payments)`, `@ana-ruiz`.
 */
export function maySamePerson(one: string, other: string): boolean {
  const [a, b] = [callings(one), callings(other)];
  return a.some((calling) => b.includes(calling));
}

/** The people that a text names: `Ana Ruiz, Bo Lind (payments)` are two. */
export function namesIn(text: string): string[] {
  const parts = text.replace(/\([^()]*\)/g, ' ').split(/[,;&/]|\band\b/);
  const several = parts.every((part) => wordsOf(part).length > 1 || part.includes('@'));
  return (several ? parts : [text]).map((part) => part.replace(/\s+/g, ' ').trim()).filter((part) => part !== '');
}

function wordsOf(name: string): string[] {
  return skeleton(name.replace(/^@/, '').replaceAll(',', ' '))
    .split(' ')
    .filter((word) => word !== '');
}

/** What a text calls somebody: the address, and the names it shows, with their words in one order. */
function callings(text: string): string[] {
  const email = /[^\s<>()@]+@[^\s<>()@]+\.[^\s<>()@]+/.exec(text)?.[0];
  const shown = text.replace(/<[^<>]*>|\([^()]*\)/g, ' ').trim();
  const several = shown.split(/[,;&/]|\band\b/).map(wordsOf);
  const people = several.every((words) => words.length > 1) ? several : [wordsOf(shown)];
  const mailbox = wordsOf(email?.replace(/[@+].*$/, '') ?? '');
  return [
    ...(shown === email ? [] : people),
    // One word alone is a first name, which two people may share.
    ...(mailbox.length > 1 ? [mailbox] : []),
    ...(email === undefined ? [] : [[email.toLowerCase()]]),
  ].flatMap((words) => (words.length === 0 ? [] : [words.toSorted().join(' ')]));
}

/** Why a name cannot be trusted to be what it looks like, as a clause; undefined when it can. */
export function nameTrouble(name: string): string | undefined {
  if (name.trim() === '') return 'is empty';
  if (name !== name.normalize('NFC'))
    return 'is not in Unicode normal form C (the same letters can be written in two ways)';
  if (/[\p{Control}\p{Format}\p{Surrogate}\p{Private_Use}\p{Default_Ignorable_Code_Point}]/u.test(name))
    return 'holds invisible characters';
  if (name !== name.trim() || /[^\S ]| {2}/u.test(name)) return 'holds stray spaces';
  if (name !== name.normalize('NFKC')) return 'holds letters that stand in for others (full width, ligatures, styled)';
  return mixedScripts(name);
}

function mixedScripts(name: string): string | undefined {
  for (const word of name.split(/[\s-]+/u)) {
    const scripts = ALPHABETS.filter(([, letters]) => letters.test(word)).map(([script]) => script);
    if (scripts.length > 1) return `mixes ${scripts.join(' and ')} letters in "${word}"`;
  }
  return undefined;
}
