/** What a label inside a step, a list or a table column announces. */
export type Label =
  | 'action'
  | 'rollback'
  | 'rollback-check'
  | 'expected'
  | 'check'
  | 'minutes'
  | 'target'
  | 'irreversible'
  | 'approval'
  | 'guard'
  | 'stop-condition'
  | 'background'
  | 'title'
  | 'why'
  | 'type'
  | 'author'
  | 'executor'
  | 'observer'
  | 'reviewer'
  | 'window'
  | 'start'
  | 'end'
  | 'zone'
  | 'services'
  | 'accounts'
  | 'regions'
  | 'cells'
  | 'customers'
  | 'alarm'
  | 'dashboard'
  | 'communication'
  | 'trial'
  | 'environment'
  | 'date'
  | 'revision'
  | 'result'
  | 'person'
  | 'role'
  | 'phase'
  | 'number';

/** Labels by the words that people write before a colon or over a column. */
const LABELS: readonly (readonly [Label, RegExp])[] = [
  ['rollback-check', /^(roll ?back|back ?out|undo) (check|verification|validation|test)$/],
  [
    'rollback',
    /^(回滚|回退|(回滚|回退)(方案|步骤|命令|操作|方法)|撤销|切り?戻し|ロールバック|rückfall|zurückrollen|reversi[oó]n|marcha atrás|retour arrière|reversão|откат|on failure|if (this|it) fails|roll-?back|roll back|back-?out|back out|undo|revert|to (undo|revert|roll ?back))( (command|commands|procedure|plan|steps?|action|checklist|method|instructions?))?( (for|of) (this |the )?(step|phase|task|part|stage)?( ?#?\d+)?)?$/,
  ],
  [
    'stop-condition',
    /^(stop|abort|bail[ -]?out) (condition|criteri(a|on)|when|if)|what changes to this metric should prompt a rollback|^roll ?back (trigger|criteria|when|if)|stop condition/,
  ],
  ['irreversible', /^(irreversible|not reversible|cannot be undone|no way back|point of no return)$/],
  [
    'expected',
    /^(预期|预期结果|期待結果|erwartet|erwartetes ergebnis|resultado esperado|résultat attendu|expected?( (results?|output|outcome|state|behaviou?r))?|you should see|success looks like)$/,
  ],
  [
    'check',
    /^(验证|检查|验证方法|確認|検証|prüfung|überprüfung|verificaci[oó]n|vérification|verificação|проверка|checks?|verify|verification|validation|validate|how to (verify|check)|tests?|confirm|success criteri(a|on)|pass criteri(a|on)|promote criteria)( (command|step))?$/,
  ],
  [
    'minutes',
    /^(estimated )?(时长|耗时|所要時間|dauer|duraci[oó]n|durée|duração|time|duration|minutes?|mins?|time to complete|time required|time tracking|total time)$/,
  ],
  ['phase', /^(schema )?phase$/],
  ['guard', /^(guard|safety|safeguard|precaution)$/],
  [
    'trial',
    /^(tested in|tried in|tested on|rehearsed in|dry[ -]?run( (in|on|results?))?|staging (test|evidence|results?))/,
  ],
  ['number', /^(序号|番号|#|no\.?|nr\.?|number|step ?(#|no\.?|number)?|seq(uence)?|order|id)$/],
  [
    'action',
    /^(操作|步骤|命令|作業|手順|aktion|befehl|acci[oó]n|paso|comando|étape|actions?|commands?|procedure|what|task|activity|instructions?|description of step|do|solution|run|steps?|mitigation)$/,
  ],
  [
    'background',
    /^(symptoms?|notes?|important|warning|root cause|cause|context|caveats?|example|meaning|impact|steps:?\s*none|reviewed by owner)$/,
  ],
  ['target', /^(targets?|hosts?|where|server|system|cluster|resource|affected (host|system)|location)$/],
  ['why', /^(why|reason( for change)?|purpose|justification|motivation|goal)$/],
  ['type', /^(type( of change)?|change type|category|criticality)$/],
  [
    'author',
    /^(申请人|作者|编写人|起案者|作成者|autor|autora|verfasser(in)?|ersteller(in)?|auteur|solicitante|author|requester|requestor|requested by|written by|change author|change owner|owner|prepared by|raised by)$/,
  ],
  [
    'executor',
    /^(执行人|实施人|操作人|作業者|実施者|ausführende[rn]?|durchführende[rn]?|ejecutor|ejecutora|exécutant|executora?|executor|executed by|implementer|implementor|change technician|technician|operator|performed by|assignee|engineer)$/,
  ],
  ['observer', /^(observer|second person|second pair of eyes|watched by|buddy|co-?pilot)$/],
  [
    'reviewer',
    /^(评审人|复核人|审核人|レビュアー|prüfer(in)?|revisora?|relecteur|reviewers?|change reviewer|reviewed by|bar raisers?|peer reviewer|technical approver)$/,
  ],
  [
    'approval',
    /^(审批人|批准人|承認者|genehmigt von|freigegeben von|aprobadora?|approbateur|aprovadora?|approvals?|approvers?|approved by|sign[ -]?off|business owner|director|cab|security\/compliance)$/,
  ],
  ['start', /^(start|starts|from|begin|window start|start (time|date)|scheduled start)$/],
  ['end', /^(end|ends|to|until|finish|window end|end (time|date)|scheduled end)$/],
  ['zone', /^(time ?zone|tz|zone)$/],
  [
    'window',
    /^(((change|maintenance|implementation) )?(window|schedule|scheduled( for)?|date and time|when)|变更时间|变更窗口|维护窗口|作業日時|wartungsfenster|zeitfenster|ventana|fenêtre|janela)$/,
  ],
  [
    'services',
    /^(services?( (impacted|affected))?|affected (services|components)|systems?|systems\/services affected|components?)$/,
  ],
  ['accounts', /^(accounts?|aws accounts?|subscriptions?|projects?)$/],
  ['regions', /^(regions?|locations)$/],
  ['cells', /^(cells?|shards?|partitions?)$/],
  [
    'customers',
    /^(customers?( impact)?|user-facing impact|user impact|customer impact|blast radius|downtime( component| \(if any\))?|risk level)$/,
  ],
  ['alarm', /^(alarms?|alerts?|metrics?|alarm to watch|monitors?)$/],
  ['dashboard', /^(dashboards?|dashboard url|graphs?)$/],
  ['communication', /^(communications?|who needs to know|notify|channel|announce(ment)?|status page|when\/how)$/],
  ['environment', /^(environment|env|stage)$/],
  ['date', /^(date|on|day|when)$/],
  ['revision', /^(revision|rev|version|hash|digest)$/],
  ['result', /^(results?|outcome|record|link|run)$/],
  ['person', /^(name|person|who|by|approver)$/],
  ['role', /^(role|as|capacity)$/],
  ['title', /^(title|change title|name of change|summary|subject)$/],
];

/** The label that words stand for, or undefined when they are no label of ours. */
export function labelOf(words: string): Label | undefined {
  const plain = words
    .toLowerCase()
    .replace(/\((mins?|minutes?)\)/g, '')
    .replace(/[`*_“”"']/g, '')
    .replace(/[\s:：–—-]+$/g, '')
    .replace(/^[^\p{L}#]+/u, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (plain === '' || plain.length > 60) return undefined;
  for (const [label, pattern] of LABELS) if (pattern.test(plain)) return label;
  return undefined;
}

/** Minutes in a text: `5 min`, `1-2 minutes` (the larger counts), `1 h 30`, `90 s`; a bare number is minutes. */
export function minutesIn(text: string): number | undefined {
  const hours = /(\d+(?:\.\d+)?)\s*h(?:ours?|rs?)?\b(?:\s*(\d+)\s*(?:m|min)?)?/i.exec(text);
  if (hours) return Number(hours[1]) * 60 + Number(hours[2] ?? 0);
  const minutes = /(?:\d+\s*[-–]\s*)?(\d+(?:\.\d+)?)\s*m(?:in(?:ute)?s?)?\b/i.exec(text);
  if (minutes) return Number(minutes[1]);
  const seconds = /(\d+(?:\.\d+)?)\s*s(?:ec(?:ond)?s?)?\b/i.exec(text);
  if (seconds) return Number(seconds[1]) / 60;
  const bare = /^\s*(\d+(?:\.\d+)?)\s*$/.exec(text);
  return bare ? Number(bare[1]) : undefined;
}
