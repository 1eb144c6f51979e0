/** Why words in the place of a procedure are none. */
export interface EmptyPhrase {
  readonly kind: 'nothing' | 'later' | 'elsewhere' | 'forward' | 'aim' | 'backup' | 'somebody';
  /** A clause that says it to the author. */
  readonly says: string;
}

/** Words that stand alone where something should be said. Compared after {@link bare}. */
const PHRASES: readonly (readonly [RegExp, EmptyPhrase['kind'], string])[] = [
  [/^$/, 'nothing', 'nothing is written'],
  [
    /^(n ?a|none|nil|null|no|nope|nothing|not applicable|not available|not needed|not required|not necessary|no need|unnecessary|no action|no (rollback|undo|backout|revert)( (needed|required|necessary|steps?|plan|procedure|available|defined))?|does not apply|nothing to (do|undo|roll back|revert)|not relevant|no rollback is (needed|required|necessary)|(rollback|this step|it) (is )?not (needed|required|necessary|applicable)|void|empty)$/,
    'nothing',
    'says that there is none',
  ],
  [
    /^(not possible|impossible|cannot be (undone|reverted|rolled back)|no rollback possible|(this step is |it is |is )?(irreversible|not reversible)|no way back)$/,
    'nothing',
    'says that it cannot be undone',
  ],
  [
    /^(t ?b ?[dacns]|todo|to do|to be (determined|decided|defined|confirmed|added|done|written|documented|filled( in)?|provided|completed)|x{2,}|fixme|fill (me|this)? ?in|pending|later|coming soon|unknown|not (yet )?(known|defined|documented|written|decided)|will (be )?(add|added|define|defined|document|documented|follow)( later| soon)?|placeholder|work in progress|wip|draft|lorem ipsum.*|describe .* here|insert .*here|\?+)$/,
    'later',
    'is still to be written',
  ],
  [
    /^((please )?(see|refer to|as|same as|like|ditto|cf|per|follow|use|same|identical to) ?(the )?(above|below|before|previous|prior|earlier|preceding|following|last|next)?( (steps?|section|one|rollback|procedure|instructions?|entry))?( #?\d+)?( (above|below))?|ditto|idem|same( here)?|as (above|below|before|usual|documented|described)( above| below)?|(described|documented|mentioned|listed) (above|below|elsewhere)|the usual( way| procedure)?|standard (rollback|procedure|process)|(the )?(standard|normal|usual|default) (rollback )?(procedure|process|steps?))$/,
    'elsewhere',
    'points elsewhere',
  ],
  [
    /^((please )?(re ?run|re ?do|redo|repeat|retry|try again|run (it |this |the (step|command|script|pipeline) )?again|re ?apply|re ?execute|re ?deploy|deploy again|start over|do it again|restart|reboot|roll forward|fix forward)( (the |this )?(step|command|commands|script|deployment|pipeline|change|job|procedure|it))?( again)?)$/,
    'forward',
    'does the step again',
  ],
  [
    /^((please )?(contact|call|ask|page|notify|escalate( to)?|inform|ping|e ?mail|raise a ticket( with)?|open a ticket( with)?|get help from|reach out to|talk to) .*)$/,
    'somebody',
    'leaves it to somebody else',
  ],
];

/** The same in other languages. */
const FOREIGN: readonly (readonly [RegExp, EmptyPhrase['kind'], string])[] = [
  [
    /^(不适用|不適用|无|無|没有|不需要|无需|不用|无需(回滚|回退|操作)|不涉及|該当なし|なし|不要|해당 없음|keine?s?|entfällt|nicht (zutreffend|nötig|notwendig|erforderlich)|(kein )?(rollback|rückfall) nicht (nötig|erforderlich)|kein rollback( nötig| erforderlich)?|ningun[oa]|no aplica|no procede|no es necesario|sans objet|néant|aucune?|pas nécessaire|não aplicável|não se aplica|nenhuma?|нет|не требуется|не применимо|nvt|n v t|brak|nie dotyczy|ingen|yok)$/u,
    'nothing',
    'says that there is none',
  ],
  [
    /^(待定|待补充|待确认|未定|検討中|offen|folgt|wird ergänzt|pendiente|por definir|à définir|a definir|уточняется)$/u,
    'later',
    'is still to be written',
  ],
  [
    /^(同上|如上|见上文?|参见(上文|文档|上述.*)|上記(参照|の通り)?|前述(のとおり)?|siehe oben|wie oben|s o|ver arriba|igual que arriba|voir ci dessus|idem|см выше)$/u,
    'elsewhere',
    'points elsewhere',
  ],
  [
    /^((联系|请联系|通知|咨询|請聯絡)\s*\S+|\S+に連絡(する)?|.* (kontaktieren|anrufen|informieren)|(contactar|avisar|llamar|contacter|appeler|prévenir) .*)$/u,
    'somebody',
    'leaves it to somebody else',
  ],
  [
    /^((如有需要|必要时|请)?(回滚|回退|撤销|恢复|切回旧版本|回退版本)(变更|版本|操作|修改|更改)?(即可)?|切り?戻し(する)?|ロールバック(する)?|元に戻す|(bei bedarf )?(zurückrollen|zurücksetzen|rückgängig machen)|änderung(en)? rückgängig machen|(revertir|deshacer)( los cambios| el cambio)?|volver atrás|revenir en arrière|annuler les changements|reverter|desfazer|откатить( изменения)?)$/u,
    'aim',
    'names the aim, not how to reach it',
  ],
  [
    /^((从|用|由)?\s*(备份|快照)(中)?(恢复|还原)(即可)?|恢复(备份|快照)|バックアップから(復元|リストア)(する)?|(aus|vom) (backup|sicherung) wiederherstellen|restaurar (desde|de)?\s*(el |la )?(backup|snapshot|copia( de seguridad)?)|restaurer (depuis|la) (la )?sauvegarde|восстановить из (резервной копии|бэкапа))$/u,
    'backup',
    'names a backup but not how it is restored',
  ],
];

/** Whether a closer look at {@link FOREIGN} is worth it: most texts are English sentences that say more. */
const MAY_BE_FOREIGN =
  /[^ -~\n]|^(kein|nicht|rollback |ningun|no |sans|aucun|pas |nenhum|nvt|n v t|brak|nie |ingen|yok|offen|folgt|wird|pendiente|por |a definir|siehe|wie |s o$|ver |igual|voir|idem|bei |revert|deshacer|volver|annuler|desfazer|aus |vom |restaur|contact|avisar|llamar|appeler)|(kontaktieren|anrufen|informieren)$/;

/** Several facts ask about the same text: the last ones judged are kept. */
const JUDGED = new Map<string, EmptyPhrase | undefined>();
const MAX_JUDGED = 4096;

/** What an empty phrase stands for, or undefined when the words say more. */
export function emptyPhrase(text: string): EmptyPhrase | undefined {
  if (JUDGED.has(text)) return JUDGED.get(text);
  const phrase = judged(text);
  if (JUDGED.size >= MAX_JUDGED) JUDGED.clear();
  JUDGED.set(text, phrase);
  return phrase;
}

function judged(text: string): EmptyPhrase | undefined {
  const words = bare(text);
  // Several sentences: empty when each one is.
  const parts = words.split(/ ?[.;\n] ?/).filter((part) => part !== '');
  if (parts.length > 1) {
    const each = parts.map(onePhrase);
    return each.every((phrase) => phrase !== undefined) ? each[0] : undefined;
  }
  return onePhrase(parts[0] ?? '');
}

/** Words that only name the aim. A sentence made of these alone says what should be so, not how. */
const AIM = new Set(
  'roll rollback rolls rolled revert reverts reverted undo back out backout reverse restore recover go return reset cancel abort fix clean cleanup put switch change'.split(
    ' ',
  ),
);

/** Words that add nothing to an aim. */
const FILLER = new Set(
  `please simply just manually we will can would should to the this that these those all any our your it its everything of for with from by using via in on at
  and or if when as is be a an needed necessary required changes change deployment release step steps update upgrade config configuration settings setting version previous
  prior last old original known good working stable state system service app application code commit image value values above migration database db data server setup
  environment infrastructure latest most recent before again immediately quickly completely fully up way how was were it's normal`.split(
    /\s+/,
  ),
);

/** Things that hold a copy. */
const COPY = new Set('backup backups snapshot snapshots dump dumps copy archive tape pitr'.split(' '));

/** Words beside a copy that do not say how it is brought back. */
const COPY_FILLER = new Set(
  `reload use taken made created full nightly daily automated manual point time vm ebs rds disk volume table cluster earlier beforehand yesterday night start existing
  save saved`.split(/\s+/),
);

function wordsPhrase(part: string): EmptyPhrase | undefined {
  const words = part.split(/\s+/).filter((word) => word !== '');
  const isFiller = (word: string) => AIM.has(word) || FILLER.has(word);
  if (words.some((word) => COPY.has(word))) {
    const only = words.every((word) => isFiller(word) || COPY.has(word) || COPY_FILLER.has(word) || /^\d+$/.test(word));
    return only ? { kind: 'backup', says: 'names a backup but not how it is restored' } : undefined;
  }
  if (words.some((word) => AIM.has(word)) && words.every(isFiller))
    return { kind: 'aim', says: 'names the aim, not how to reach it' };
  return undefined;
}

function onePhrase(part: string): EmptyPhrase | undefined {
  const lists = MAY_BE_FOREIGN.test(part) ? [PHRASES, FOREIGN] : [PHRASES];
  for (const list of lists) for (const [pattern, kind, says] of list) if (pattern.test(part)) return { kind, says };
  return wordsPhrase(part);
}

/** Words alone: lower case, no markup, no punctuation but sentence ends, look-alike dashes and blanks made one. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[*_`"'“”‘’()[\]{}<>!,:|~^]/g, ' ')
    .replace(/[-–—/\\&+]/g, ' ')
    .replace(/\bn ?\/ ?a\b/g, 'na')
    .replace(/\b(\p{L})\.(?=\p{L}\b)/gu, '$1')
    .replace(/\.{2,}|…/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/[.;\s]+$/g, '')
    .trim();
}
