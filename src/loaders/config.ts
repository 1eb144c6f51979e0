import type { Freeze, Text } from '../model/change.js';
import type {
  ActivityDeclaration,
  BakeDeclaration,
  CalendarDeclaration,
  Config,
  EnvironmentDeclaration,
  Match,
} from '../model/config.js';
import { EMPTY_CONFIG } from '../model/config.js';
import { SEVERITIES, type Severity } from '../model/finding.js';
import type { SourceText, Span } from '../model/located.js';
import type { ParamValue, RuleSettings } from '../model/rule.js';
import { isZone } from '../model/zoned-time.js';
import { parameterText } from './parameters.js';
import { type Fields, isDay, type Loaded, Problems } from './syntax/fields.js';
import { parseDocument } from './syntax/parse.js';
import { get, isNull, type Node, scalarText, spanOf, toPlain } from './syntax/tree.js';
import { readWaiverSettings } from './waiver-policy.js';

/**
 * Keys of `tollgate.yaml`. Those of waivers and trust are read by who needs them. The published JSON Schema says the same; a
 * test holds the two together.
 */
export const CONFIG_KEYS = [
  'version',
  'inputs',
  'packs',
  'rules',
  'environments',
  'activities',
  'bakes',
  'parameters',
  'requireProduction',
  'waivers',
  'trust',
  'service',
  'calendars',
  'freezes',
] as const;

/** Keys of `match`. */
export const MATCH_KEYS = ['pipeline', 'stage', 'action', 'account', 'target'] as const;

/** Names that outside readers give things in the file, for checking it. */
export interface ConfigVocabulary {
  readonly activities: readonly string[];
}

/** Reads `tollgate.yaml`, with every error at its line. */
export function loadConfig(source: SourceText, vocabulary: ConfigVocabulary): Loaded<Config> {
  const problems = new Problems('CONFIG');
  const root = parseDocument(source);
  if (root === undefined) return { value: { ...EMPTY_CONFIG, file: source.file }, problems: [] };
  const fields = problems.fields(root, 'tollgate.yaml', CONFIG_KEYS, root);
  const version = fields.number('version');
  if (version !== undefined && version !== 1)
    fields.problem('version', `version ${version} is not known`, 'This tollgate reads version 1.');
  const waivers = readWaiverSettings(problems, fields.raw('waivers'), root);
  const freezes = fields.list('freezes');
  const config: Config = {
    file: source.file,
    inputs: fields.texts('inputs'),
    packs: fields.texts('packs'),
    packSpans: spansOf(fields.raw('packs')),
    rules: readRules(problems, fields),
    environments: fields.list('environments').flatMap((node) => readEnvironment(problems, node)),
    activities: fields.list('activities').flatMap((node) => readActivity(problems, node, vocabulary)),
    bakes: fields.list('bakes').flatMap((node) => readBake(problems, node)),
    freezes: freezes.flatMap((node) => (isCalendar(node) ? [] : readFreeze(problems, node))),
    calendars: freezes.flatMap((node) => (isCalendar(node) ? readCalendar(problems, node) : [])),
    parameters: readParameters(problems, fields),
    requireProduction: fields.boolean('requireProduction', false),
    waiverFile: waivers.file,
    waiverPolicy: waivers.policy,
  };
  return { ...(problems.list.length === 0 ? { value: config } : {}), problems: problems.inOrder() };
}

/** Where the members of a list stand; a single one stands for a list of one. */
function spansOf(node: Node | undefined): Span[] {
  return (node?.kind === 'list' ? node.items : node ? [node] : []).map(spanOf);
}

function readRules(problems: Problems, root: Fields): Record<string, RuleSettings> {
  const node = root.raw('rules');
  if (!node) return {};
  if (node.kind !== 'map') {
    problems.at(node, '"rules" must be a mapping from rule ids to settings');
    return {};
  }
  return Object.fromEntries(
    node.entries.map(({ key, value }) => [key.text, { ...readSettings(problems, key.text, value), span: spanOf(key) }]),
  );
}

/** `off`, a severity, or `{ severity, params }`. */
function readSettings(problems: Problems, id: string, node: Node): RuleSettings {
  const choices = [...SEVERITIES, 'off'] as const;
  const word = scalarText(node);
  if (word !== undefined) {
    const severity = choices.find((choice) => choice === word);
    if (severity === undefined) problems.at(node, `"${word}" is no severity`, `Known here: ${choices.join(', ')}.`);
    return severity ? { severity } : {};
  }
  const fields = problems.fields(node, `rule ${id}`, ['severity', 'params'], node);
  const severity = fields.raw('severity') ? fields.oneOf<Severity | 'off'>('severity', choices) : undefined;
  const params = fields.raw('params');
  if (params && params.kind !== 'map') problems.at(params, '"params" must be a mapping');
  return {
    ...(severity ? { severity } : {}),
    ...(params?.kind === 'map'
      ? {
          params: toPlain(params) as Record<string, ParamValue>,
          paramSpans: Object.fromEntries(params.entries.map((entry) => [entry.key.text, spanOf(entry.key)])),
        }
      : {}),
  };
}

function readEnvironment(problems: Problems, node: Node): EnvironmentDeclaration[] {
  const fields = problems.fields(node, 'an environment', ['name', 'tier', 'match'], node);
  if (!fields.node) return [];
  const tier = fields.oneOf('tier', ['pre-production', 'production'] as const);
  return [{ name: fields.text('name'), tier, match: readMatch(problems, fields), span: spanOf(node) }];
}

function readActivity(problems: Problems, node: Node, vocabulary: ConfigVocabulary): ActivityDeclaration[] {
  const fields = problems.fields(node, 'an activity', ['activity', 'match'], node);
  if (!fields.node) return [];
  return [
    {
      activity: fields.oneOf('activity', vocabulary.activities),
      match: readMatch(problems, fields),
      span: spanOf(node),
    },
  ];
}

function readBake(problems: Problems, node: Node): BakeDeclaration[] {
  const fields = problems.fields(node, 'a bake', ['minutes', 'watched', 'match'], node);
  if (!fields.node) return [];
  const minutes = fields.number('minutes');
  if (minutes === undefined && !fields.raw('minutes')) problems.at(node, 'a bake has no "minutes"');
  if (minutes !== undefined && minutes < 0) fields.problem('minutes', '"minutes" must not be negative');
  return [
    {
      minutes: minutes ?? 0,
      watched: fields.boolean('watched', false),
      match: readMatch(problems, fields),
      span: spanOf(node),
    },
  ];
}

/** A time in which nothing may be changed by hand: whole days, or minutes, in a zone (UTC when none is given). */
function readFreeze(problems: Problems, node: Node): Freeze[] {
  const fields = problems.fields(node, 'a freeze', ['name', 'from', 'to', 'zone'], node);
  const read = (key: string): Text => ({ text: fields.text(key), span: spanOf(fields.raw(key) ?? node) });
  const time = (key: string): Text => {
    const value = read(key);
    const [day, minute = '00:00'] = value.text.split(/[T ]/);
    if (value.text !== '' && !(isDay(day!) && /^([01]\d|2[0-4]):[0-5]\d/.test(minute)))
      fields.problem(key, `"${value.text}" is no date`, 'Write YYYY-MM-DD, or YYYY-MM-DDTHH:MM.');
    return value;
  };
  const zone = fields.optionalText('zone');
  const from = time('from');
  const to = time('to');
  if (zone !== undefined && !isZone(zone))
    fields.problem('zone', `"${zone}" is no time zone`, 'Write one as Europe/Berlin, or UTC.');
  if (from.text > to.text && to.text !== '') fields.problem('to', `the freeze ends on ${to.text}, before it begins`);
  return [{ name: read('name').text, from, to, zone: zone === undefined ? undefined : read('zone') }];
}

function isCalendar(node: Node): boolean {
  return get(node, 'calendar') !== undefined;
}

/** An iCalendar file that says when nothing may be changed by hand. */
function readCalendar(problems: Problems, node: Node): CalendarDeclaration[] {
  const fields = problems.fields(node, 'a calendar', ['calendar', 'default', 'zone'], node);
  const zone = fields.optionalText('zone');
  if (zone !== undefined && !isZone(zone))
    fields.problem('zone', `"${zone}" is no time zone`, 'Write one such as Europe/Paris, UTC or +01:00.');
  return [
    {
      file: fields.text('calendar'),
      default: fields.raw('default') ? fields.oneOf('default', ['open', 'closed'] as const) : undefined,
      zone,
      span: spanOf(fields.raw('calendar') ?? node),
    },
  ];
}

function readMatch(problems: Problems, parent: Fields): Match {
  const fields = parent.nested('match', '"match"', MATCH_KEYS);
  const match = Object.fromEntries(
    MATCH_KEYS.flatMap((key) => {
      const text = fields.optionalText(key);
      return text === undefined ? [] : [[key, text]];
    }),
  );
  const misspelt = fields.node?.entries.some(({ key }) => !MATCH_KEYS.some((known) => known === key.text));
  if (Object.keys(match).length === 0 && parent.node && !misspelt)
    problems.at(parent.node, '"match" names nothing', `Give one or more of ${MATCH_KEYS.join(', ')}.`);
  return match;
}

function readParameters(problems: Problems, root: Fields): Map<string, string> {
  const node = root.raw('parameters');
  if (node && node.kind !== 'map') problems.at(node, '"parameters" must be a mapping');
  if (node?.kind !== 'map') return new Map();
  return new Map(
    node.entries.flatMap(({ key, value }) => {
      // Left empty is not yet filled in, as `tollgate init` writes it.
      if (isNull(value)) return [];
      const text = parameterText(value);
      if (text === undefined) problems.at(value, `the parameter ${key.text} must be a text, or a list of texts`);
      return [[key.text, text ?? '']];
    }),
  );
}
