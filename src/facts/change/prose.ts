/** Verbs that only look, wait or tell, in the imperative in which steps are written. */
const READ_VERBS =
  /^(verify|check|confirm|validate|ensure|make sure|watch|monitor|observe|inspect|review|look|compare|read|wait|notify|inform|tell|announce|communicate|record|note|document|capture|identify|list|show|view|examine|assess|measure|test|ask|collect|gather|log ?in|login|decide|navigate|go to|download|acquire|obtain|find|determine|analy[sz]e|query|export|take a (screenshot|backup|snapshot|copy)|back ?up|save a copy|snapshot|dry[ -]?run|plan|see|count|hold|pause for|post)\b/i;

const READ_TITLES = /\b(validation|verification|smoke tests?|health checks?|observation|baseline)\W*$/i;

/** Verbs that change something. */
const CHANGE_VERBS =
  /^(deploy|apply|restart|reboot|stop|start|scale|increase|decrease|raise|lower|update|upgrade|downgrade|delete|remove|drop|create|add|insert|set|change|modify|edit|switch|shift|move|migrate|enable|disable|turn|toggle|install|uninstall|configure|reconfigure|replace|rotate|revoke|grant|attach|detach|register|deregister|drain|cordon|promote|fail ?over|failover|cut ?over|cutover|release|roll|rollback|revert|restore|reset|purge|flush|truncate|rename|resize|extend|expand|shrink|patch|push|merge|commit|publish|sync|import|load|copy|connect|disconnect|reconnect|adopt|re-adopt|recreate|isolate|factory reset|perform|route|redirect|point|block|unblock|open|close|mount|unmount|format|kill|terminate|launch|provision|decommission|archive|clear|empty|execute|run|trigger|assign|unassign|freeze|unfreeze|bump|encode|continue|put|force|temporar(y|ily)|keep)\b/i;

/** What words alone show about a step. */
export type ProseEffect = 'reads' | 'changes' | 'unknown';

/** Whether a step that is told in words changes something. Only its own verbs count; what they leave open stays open. */
export function proseEffect(title: string, action: string | undefined): ProseEffect {
  const head = lead(title);
  const looks = READ_VERBS.test(head) || READ_TITLES.test(head);
  const lines = (action ?? '').split(/\n|(?<=[.;])\s+/).map(lead);
  // A noun may look like a verb ("Switch remains online"): under a title that only looks, the object must follow.
  const changing = lines.some(
    (line) =>
      CHANGE_VERBS.test(line) &&
      (!looks || /^\S+ (the|a|an|all|any|each|every|this|that|`|"|traffic|back|off|on)/i.test(line)),
  );
  if (changing || (CHANGE_VERBS.test(head) && !looks)) return 'changes';
  return looks ? 'reads' : 'unknown';
}

function lead(text: string): string {
  return text
    .replace(/^[\s\-*•\d.)\]["'“(]+/, '')
    .replace(/^\[[ xX]\]\s*/, '')
    .replace(
      /^(then|next|now|please|finally|and|first|optional(ly)?|manually|once .*?,|if .*?,|after .*?,|in .*?,|using .*?,|from .*?,|as .*?,|on .*?,|you can|we|immediately|slowly|gradually|carefully|only then)[,:]?\s+/i,
      '',
    )
    .trim();
}

/** Verbs that say what a hand does, as against what should come out of it. */
const OPERATIONS =
  /(?<![\w-])(set|scale|deploy|delete|remove|disable|enable|switch|point|start|stop|apply|run|execute|click|select|choose|change|edit|merge|toggle|turn|open|close|detach|attach|reboot|restart|update|replace|copy|move|upload|reinstall|install|uninstall|downgrade|drop|create|recreate|add|insert|put|re-?apply|push|revert|check ?out|sync|resize|reload|reset|flip|shrink|extend|pause|resume|re-?enable|re-?add|comment out|uncomment|yank|unset|revoke|grant|register|deregister|assign|route|shift|reconnect|disconnect|plug|unplug|press|type|paste|navigate|rename|drain|uncordon|import|load|mount|unmount|kill|terminate|publish|log ?in|weight)(?![\w-])/i;

/** Words with a hyphen, a slash or a dot that name nothing. */
const NO_NAMES =
  /^(roll-?backs?|back-?out|re-?run|re-?apply|re-?deploy|pre-?prod(uction)?|non-?prod|post-?change|pre-?change|e\.g|i\.e|etc|follow-?up|on-?call|step-?\d+|set-?up|known-?good|last-?known-?good|and\/or|n\/a|a\.k\.a|vs|blue-?green|up-?to-?date|read-?only|as-?is|in-?place|fail-?over|fail-?back|cut-?over|clean-?up|day-?to-?day|end-?to-?end|high-?level|previously|one-?by-?one|yes\/no|on\/off|(in|on|off|real|long|short|low|high|multi|single|self|semi|ad|well|per|cross|first|last|third|full|half|client|server)-[a-z]+)$/i;

/** Things in a text that can be found without asking: code, paths, names with digits or hyphens, values, menus. */
export function concreteThings(text: string): string[] {
  const code = [...text.matchAll(/`([^`\n]{2,})`|"([^"\n]{2,60})"|“([^”\n]{2,60})”/g)].map(
    (match) => (match[1] ?? match[2] ?? match[3])!,
  );
  const rest = text.replace(/`[^`]*`|https?:\/\/\S+|"[^"]*"|“[^”]*”/g, ' ');
  const names = rest
    .split(/[\s,;()]+/)
    .map((word) => word.replace(/^["'“(]+|[."'”):!?]+$/g, ''))
    .filter((word) => isName(word) && !NO_NAMES.test(word));
  const menus = [...rest.matchAll(/\b[\w ]+ (?:>|→|›) [\w ]+/g)].map((match) => match[0]);
  return [...code, ...names, ...menus].filter((thing) => !/^(<[^>]*>|\$?\{.*\}|\[.*\])$/.test(thing));
}

function isName(word: string): boolean {
  if (word.length < 3 || /^\d{4}-\d{2}-\d{2}$/.test(word)) return false;
  if (/^v?\d+(\.\d+)+$/.test(word) || /^[~.]{0,2}\/[\w./-]*\w$/.test(word)) return true;
  if (/^[A-Za-z][\w]*([-_./:@][\w]+)+$/.test(word)) return true;
  if (/[a-z][A-Z]/.test(word) && /^[A-Za-z]+$/.test(word)) return true;
  return /^(?=.*[A-Za-z])(?=.*\d)[\w%]+$/.test(word) && !/^\d+(st|nd|rd|th|h|m|s|min|mins|x|am|pm)$/i.test(word);
}

/** A value that something is set to: `to 4`, `back to 0 %`, `= off`. */
const VALUE =
  /(\b(to|at)|=)\s+\d+(\.\d+)?\s*(%|percent|(?!\s*(min|minutes?|hours?|h|seconds?|s)\b)[a-zA-Z]+|$|[.,;)\s])/i;

/** A sentence that begins by saying that there is nothing to do, or nothing yet; what follows is why. */
const EMPTY_LEAD =
  /^\W*(n ?[/.]? ?a\b(?! \w+-)|not applicable|tbd\b|todo\b|to be (defined|decided|done)|none (is )?(needed|required)|no roll ?-?back|no need|not (needed|required|necessary|possible)|nothing (needed |required )?to|no (action|undo|revert) )/i;

/** A verb that is told not to be done, with what negates it. */
const NEGATED =
  /\b(do not|don['’]?t|does not|never|no need to|need not|needn['’]?t|should not|shouldn['’]?t|must not|cannot|can['’]?t|could|would|might|without|instead of|rather than)\s+(\w+\s+){0,2}?\w+/gi;

/** What leaves the work to somebody: they are told, and what they do then is theirs to know. */
const TELLS =
  /^\W*(please |then |and |first )*((contact|call|ask|page|notify|escalate|inform|ping|e-?mail|message|text|tell|talk to|reach out|get in touch|get help|wait for)\b|(raise|open|create|file|log|submit|start)\s+(an?\s+|the\s+|new\s+|\w+\s+)*?(incident|ticket|case|issue|bridge|call|request|inc-?\d|chg-?\d|[a-z]+-\d))/i;

/** Sentences of a text that tell what to do: not a question, not a "no need to", not a call to somebody. */
function instructions(text: string): string[] {
  return text
    .split(/\n|(?<=[.;!?])\s+/)
    .filter(
      (sentence) =>
        !EMPTY_LEAD.test(sentence) &&
        !TELLS.test(sentence) &&
        !/\?\s*$/.test(sentence) &&
        !/\b(not|isn['’]?t) (be )?(needed|required|necessary)\b/i.test(sentence),
    )
    .map((sentence) => sentence.replace(NEGATED, ' '));
}

/** Whether every line says that there is nothing to do, or nothing yet. */
export function isRefusal(text: string): boolean {
  return text.split('\n').every((line) => line.trim() === '' || EMPTY_LEAD.test(line));
}

/** Whether a text can be carried out as it stands: a hand's verb on a thing that can be found. */
export function isConcrete(text: string): boolean {
  return instructions(text).some((sentence) => {
    if (!OPERATIONS.test(sentence)) return false;
    const aimOnly =
      /^\W*(please |then |to )*(revert|roll ?back|restore|undo|recover|back ?out|reverse)\b/i.test(sentence) &&
      !OPERATIONS.test(sentence.replace(/\b(revert|change|set)\w*\b/gi, ''));
    if (aimOnly) return false;
    return (
      concreteThings(sentence).length > 0 ||
      (VALUE.test(sentence) && /\b[a-z]{4,}\b/i.test(sentence.replace(OPERATIONS, '')))
    );
  });
}

/** Programs whose name at the head of a line makes the line a command, without backticks around it. */
const TYPED_PROGRAM =
  /^(kubectl|oc|helm|argocd|terraform|tofu|pulumi|cdk|aws|gcloud|az|git|docker|docker-compose|systemctl|psql|mysql|redis-cli|ansible-playbook|cp|mv|rm|ln|rsync|scp|sed|tar|yum|dnf|apt|apt-get|npm|pip|cargo|flyway|alembic|service|cd|echo|no (access-list|ip|interface|router|vlan|route|neighbor|policy-map|class-map|snmp-server|ntp|logging) |\.\/|bash |sh |sudo |ssh )/;

/** The command lines that a text names: in backticks, or as a line that is nothing else. */
export function commandsNamed(text: string): string[] {
  return instructions(text).flatMap((sentence) => {
    const code = [...sentence.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!.trim().replace(/^\$\s+/, ''));
    if (code.length > 0)
      return code.filter((span) => /^[\w./~$<{-]/.test(span) && (/\s/.test(span) || /^\.{0,2}\//.test(span)));
    const line = sentence.trim().replace(/^[-*\d.)\s]+/, '');
    const found = TYPED_PROGRAM.test(line)
      ? line
      : (/(?:^|[^\x20-\x7e]\s*)((?:kubectl|helm|terraform|aws|git|docker|systemctl|psql) [\x21-\x7e ]+)/.exec(
          line,
        )?.[1] ?? '');
    if (!/[-/=:_\d]|[A-Z]{3}/.test(found)) return [];
    return found === '' || /[a-z]\.$/.test(found) ? [] : [found.trim()];
  });
}

/** Whether a text says how to see that something worked. */
export function saysHowToSee(text: string): boolean {
  return /\b(verif(y|ies)|confirm|check|make sure|ensure|validate|expect|should (be|return|show|read|see)|until|wait (for|until)|see that|healthy|returns?( to)?|watch|monitor|test)\b/i.test(
    text,
  );
}

/** A document elsewhere that a text points to: a link or a file; undefined when it points to none. */
export function pointsTo(text: string): string | undefined {
  const found =
    /\b(?:see|follow|per|refer to|as (?:described|documented) in|use|using|documented in|described in|runbook)\b[^.]*?(https?:\/\/[^\s)]+|[\w./-]+\.(?:md|adoc|rst|txt|docx?|pdf|html?)\b)/i.exec(
      text,
    );
  return found?.[1];
}
