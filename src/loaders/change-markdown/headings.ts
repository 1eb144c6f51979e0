/** What a section of a change document or runbook is for. */
export type SectionRole =
  | 'steps'
  | 'rollback'
  | 'pre-checks'
  | 'post-checks'
  | 'why'
  | 'blast-radius'
  | 'window'
  | 'people'
  | 'stop-condition'
  | 'watched'
  | 'communication'
  | 'approvals'
  | 'trials'
  | 'background';

/**
 * Words of headings, in the order in which they are tried. Taken from change templates and runbooks in public use (GitLab's
 * production change issue, CAB request forms, operators' runbooks).
 */
const ROLES: readonly (readonly [SectionRole, RegExp])[] = [
  [
    'background',
    /^(why|when|what|who|about|how)\b.*\b(roll(s|ing|ed)?[ -]?back|rollback)\b(?!.*\btrigger)|related|reference|see also|out of scope|follow[ -]?ups?\b|lessons|outcome|status$|symptoms?|root cause|causes|prevention|architecture|notes\b|out-of-scope|post-?(incident|mortem)|failure scenario|^if .*\b(fails|broken)\b|参考|附录|関連|備考|^anhang|^anexo|^annexe/,
  ],
  [
    'stop-condition',
    /stop condition|abort (criteri|condition)|when to (roll ?back|stop|abort)|roll ?back (trigger|criteri)|回滚条件|回退条件|中止条件|abbruchkriteri|criterios? de (aborto|parada)|critères? d.arrêt/,
  ],
  [
    'people',
    /roll ?back authority|^(roles|people|authority|contacts?|owners?|change (details|technician|owner)|responsib)|escalation|联系人|责任人|担当者?$|^ansprechpartner|^beteiligte|^responsables?\b/,
  ],
  [
    'approvals',
    /^(approvals?|sign[ -]?offs?|authori[sz]ations?)\b|审批|批准|承認|genehmigung|^freigabe|aprobaci[oó]n|approbation|aprovação/,
  ],
  [
    'trials',
    /(tested|tried|test(ing)?|rehears|dry[ -]?run|evidence).*(staging|pre-?prod|non-?prod|gamma)|(staging|pre-?prod(uction)?|gamma) (evidence|test|results?|trial)|^dry[ -]?run|^evidence$|^rehearsal/,
  ],
  [
    'post-checks',
    /post[ -]?(change|deployment|implementation|rollback|checks?|recovery)\b.*(steps?|checks?|verif|valid|action|task|$)|verification|^validat|validation|success criteria|^verify|acceptance|验证|验收|検証|überprüfung|verifikation|nachprüfung|verificaci[oó]n|vérification|verificação/,
  ],
  [
    'pre-checks',
    /pre[ -]?(change|deployment|implementation|rollback)?[ -]?(checks?|checklist|flight|conditions?|requisites?|steps?)|^before you (begin|start)|^requirements|immediate checks|^preparation|prerequisites|前置|预检|变更前|事前|voraussetzung|vorprüfung|vorbereitung|requisitos previos|comprobaciones previas|pré-?requis/,
  ],
  ['watched', /^monitoring|dashboards?|alarms?$|alerts?$|observab|key metrics|metrics? to (watch|observe)|^watch/],
  [
    'communication',
    /communicat|notification|^notify|stakeholder|通知|沟通|連絡|kommunikation|comunicaci[oó]n|comunicação/,
  ],
  [
    'rollback',
    /\broll(ing)?[ -]?back\b|\bback[ -]?out\b|\brevert(ing)?\b|\breversion\b|\bundo(ing)?\b|\bmoving back\b|\bfail[ -]?back\b|\brecovery plan\b|\bcontingency\b|回滚|回退|撤销|切り?戻し|ロールバック|zurückroll|rückfall|rücknahme|reversi[oó]n|marcha atrás|retour arrière|reversão|откат/,
  ],
  [
    'window',
    /window|schedule|^date( and time)?$|^when$|timing|maintenance|时间窗|变更时间|维护窗口|作業日時|zeitfenster|wartungsfenster|ventana|fenêtre|janela/,
  ],
  ['blast-radius', /blast radius|impact|scope|affected|risk|影响|风险|影響|auswirkung|impacto|alcance/],
  [
    'why',
    /^(why|reason|purpose|goal|motivation|background|summary|overview|description|change summary|business (case|justification)|justification|objective)\b|^(变更)?(背景|目的|原因|概述)|^(begründung|zweck|motivo|objetivo|objectif|motif)\b/,
  ],
  [
    'steps',
    /\bsteps?\b|procedure|implementation|instructions?|^execution|^runbook$|mitigation|^(immediate )?actions?\b|(deployment|execution|action|change|work|migration|cutover) plan|^plan$|\b(options|choices|methods)$|^via\b|^(demo )?script\b|^solution|^resolution|^remediation|^workflow|method of procedure|^tasks?$|步骤|实施|操作流程|手順|^作業|schritte|durchführung|umsetzung|^ablauf|pasos|ejecuci[oó]n|procedimiento|étapes|procédure|passos|procedimento|шаги/,
  ],
];

/** Headings that name no role but say that investigation, not change, follows. */
const INVESTIGATION = /^(diagnos|investigat|troubleshoot|immediate checks|check |analysis)/;

/** The role of a heading, or undefined when its words say nothing of ours. */
export function roleOf(heading: string): SectionRole | undefined {
  const words = normalise(heading);
  if (INVESTIGATION.test(words) && !/checks/.test(words)) return 'background';
  for (const [role, pattern] of ROLES) if (pattern.test(words)) return role;
  return undefined;
}

/** A heading without numbering, emoji, brackets' contents and punctuation, in lower case. */
function normalise(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .replace(/^[^\p{L}]*(step )?\d*[.):]?\s*/u, '')
    .replace(/[`*_:]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A heading that is itself a step: `### 3. Restart`, `Step 2 - Drain`, `Option 1: …`, `A. Fast path`, `4A. Abort`. */
export function isNumberedHeading(heading: string): boolean {
  return /^\s*(?:(?:step|option|method|phase|task|part)\s+(?:\d+|[a-z]\b)|\d+[a-z]?\s*[.):–—-]|\d+[a-z]?\s+\S|[a-h][.)]\s)/i.test(
    heading,
  );
}

/** What a numbered heading says after its number. */
export function withoutNumber(heading: string): string {
  const rest = heading.replace(
    /^\s*(?:(?:step|option|method|phase|task|part)\s+(?:\d+[a-z]?|[a-z]\b)\s*[.):–—-]*|\d+[a-z]?\s*[.):–—-]|\d+[a-z]?\s+(?=\S)|[a-h][.)]\s)\s*/i,
    '',
  );
  return rest.trim() === '' ? heading.trim() : rest.trim();
}

/** The step that a text says it undoes: `Rollback of step 3`, `Step 3: …`, `Undo #3`. */
export function stepNumberIn(text: string): number | undefined {
  const match = /\b(?:step|schritt)\s*#?\s*(\d+)\b|(?:undo(?:es)?|reverts?|roll ?back)\s+(?:of\s+)?#(\d+)\b/i.exec(
    text,
  );
  const digits = match?.[1] ?? match?.[2];
  return digits === undefined ? undefined : Number(digits);
}
