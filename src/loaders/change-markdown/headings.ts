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
    /^(why|when|what|who|about|how)\b.*\b(roll(s|ing|ed)?[ -]?back|rollback)\b(?!.*\btrigger)|related|reference|see also|out of scope|follow[ -]?ups?\b|lessons|outcome|status$|symptoms?|root cause|causes|prevention|architecture|notes\b|out-of-scope|post-?(incident|mortem)|failure scenario|^if .*\b(fails|broken)\b/,
  ],
  [
    'stop-condition',
    /stop condition|abort (criteri|condition)|when to (roll ?back|stop|abort)|roll ?back (trigger|criteri)/,
  ],
  [
    'people',
    /roll ?back authority|^(roles|people|authority|contacts?|owners?|change (details|technician|owner)|responsib)|escalation/,
  ],
  ['approvals', /^(approvals?|sign[ -]?offs?|authori[sz]ations?)\b/],
  [
    'trials',
    /(tested|tried|test(ing)?|rehears|dry[ -]?run|evidence).*(staging|pre-?prod|non-?prod|gamma)|(staging|pre-?prod(uction)?|gamma) (evidence|test|results?|trial)|^dry[ -]?run|^evidence$|^rehearsal/,
  ],
  [
    'post-checks',
    /post[ -]?(change|deployment|implementation|rollback|checks?|recovery)\b.*(steps?|checks?|verif|valid|action|task|$)|verification|^validat|validation|success criteria|^verify|acceptance/,
  ],
  [
    'pre-checks',
    /pre[ -]?(change|deployment|implementation|rollback)?[ -]?(checks?|checklist|flight|conditions?|requisites?|steps?)|^before you (begin|start)|^requirements|immediate checks|^preparation|prerequisites/,
  ],
  ['watched', /^monitoring|dashboards?|alarms?$|alerts?$|observab|key metrics|metrics? to (watch|observe)|^watch/],
  ['communication', /communicat|notification|^notify|stakeholder/],
  [
    'rollback',
    /\broll(ing)?[ -]?back\b|\bback[ -]?out\b|\brevert(ing)?\b|\breversion\b|\bundo(ing)?\b|\bmoving back\b|\bfail[ -]?back\b|\brecovery plan\b|\bcontingency\b/,
  ],
  ['window', /window|schedule|^date( and time)?$|^when$|timing|maintenance/],
  ['blast-radius', /blast radius|impact|scope|affected|risk/],
  [
    'why',
    /^(why|reason|purpose|goal|motivation|background|summary|overview|description|change summary|business (case|justification)|justification|objective)\b/,
  ],
  [
    'steps',
    /\bsteps?\b|procedure|implementation|instructions?|^execution|^runbook$|mitigation|^(immediate )?actions?\b|(deployment|execution|action|change|work|migration|cutover) plan|^plan$|\b(options|choices|methods)$|^via\b|^(demo )?script\b|^solution|^resolution|^remediation|^workflow|method of procedure|^tasks?$/,
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
