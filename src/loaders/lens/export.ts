import type {
  Checklist,
  Day,
  Item,
  Kept,
  OneOf,
  Option,
  Resource,
  Risk,
  Section,
  SomeOf,
  Statement,
} from '../../model/checklist.js';
import { type Document, LENS_RISKS, LENS_SCHEMA_VERSION } from './import.js';

/** Writes a checklist as a Well-Architected custom lens. What came from a lens comes out as it was. */
export function exportLens(checklist: Checklist): Document {
  return restore(
    {
      schemaVersion: LENS_SCHEMA_VERSION,
      name: checklist.title,
      ...(checklist.description === '' ? {} : { description: checklist.description }),
      pillars: checklist.sections.map(pillar),
    },
    checklist.lens,
  );
}

function pillar(section: Section): Document {
  return restore(
    {
      id: section.lens ? section.id : lensId(section.id),
      name: section.title,
      ...(section.description === undefined ? {} : { description: section.description }),
      questions: section.items.map(question),
    },
    section.lens,
  );
}

function question(item: Item): Document {
  if (item.answer.type === 'some-of') return statementsQuestion(item, item.answer);
  const options = optionsOf(item);
  return {
    id: lensId(item.id),
    title: item.title,
    description: description(item),
    choices: options.map((option) => choiceOf(item, option)),
    riskRules: rulesFor(item, options),
  };
}

function statementsQuestion(item: Item, answer: SomeOf): Document {
  return restore(
    {
      id: item.id,
      title: item.title,
      ...(item.question === item.title ? {} : { description: item.question }),
      choices: answer.options.map(statement),
      riskRules: answer.rules.map((rule) =>
        restore({ condition: rule.condition.text, risk: LENS_RISKS[rule.risk] }, rule.lens),
      ),
    },
    item.lens,
  );
}

function statement(option: Statement): Document {
  return restore(
    {
      id: option.id,
      title: option.title,
      ...(option.guidance ? { helpfulResource: resource(option.guidance) } : {}),
      ...(option.improvement ? { improvementPlan: resource(option.improvement) } : {}),
    },
    option.lens,
  );
}

function resource(from: Resource): Document {
  return restore(
    {
      ...(from.text === undefined ? {} : { displayText: from.text }),
      ...(from.url === undefined ? {} : { url: from.url }),
    },
    from.lens,
  );
}

/** Puts back what was kept, in the order in which it stood. */
function restore(members: Document, kept: Kept | undefined): Document {
  const all: Record<string, unknown> = { ...members, ...kept?.keys };
  const order = kept?.order?.filter((key) => key in all) ?? [];
  const rest = Object.keys(all).filter((key) => !order.includes(key));
  return Object.fromEntries([...order, ...rest].map((key) => [key, all[key]]));
}

/** Ids of a lens have letters, digits and _ only. */
export function lensId(id: string): string {
  return id.replaceAll('-', '_').padEnd(3, '_');
}

/** The id of the choice in a lens that an option of ours becomes. The service reads `_no` as "None of these". */
export function choiceId(item: Item, option: string): string {
  return `${lensId(item.id)}_${lensId(option).replace(/_+$/, '')}`;
}

/** The answers of an item as choices: what has no options is met, or not. */
export function optionsOf(item: Item): readonly Option[] {
  if (item.answer.type === 'yes-no' || item.answer.type === 'one-of') return (item.answer as OneOf).options;
  return [
    { id: 'met', title: metTitle(item), risk: 'none' },
    { id: 'no', title: 'None of these', risk: item.criticality },
  ];
}

function metTitle(item: Item): string {
  const { answer } = item;
  switch (answer.type) {
    case 'number': {
      const bounds = [
        answer.atLeast === undefined ? '' : `at least ${answer.atLeast}`,
        answer.atMost === undefined ? '' : `at most ${answer.atMost}`,
      ].filter((bound) => bound !== '');
      const unit = answer.unit === undefined ? '' : ` ${answer.unit}`;
      return bounds.length === 0
        ? `The number${unit} is in the notes`
        : `${capital(bounds.join(', '))}${unit}; see the notes`;
    }
    case 'date':
      return metDay(answer);
    case 'links':
      return `At least ${answer.atLeast} link${answer.atLeast === 1 ? '' : 's'} in the notes`;
    case 'text':
    case 'yes-no':
    case 'one-of':
    case 'some-of':
      return 'Answered in the notes';
  }
}

function metDay({ maxAgeDays, minDaysAhead }: Day): string {
  if (maxAgeDays !== undefined) return `Less than ${maxAgeDays} days ago; the day is in the notes`;
  if (minDaysAhead === undefined) return 'The day is in the notes';
  return `${minDaysAhead > 0 ? `At least ${minDaysAhead} days ahead` : 'Not past'}; the day is in the notes`;
}

function choiceOf(item: Item, option: Option): Document {
  const none = option.id === 'no';
  const helpful = item.goodEvidence ?? item.why ?? item.question;
  return {
    id: choiceId(item, option.id),
    title: none && option.title === 'No' ? 'None of these' : option.title,
    ...(none
      ? {}
      : {
          helpfulResource: { displayText: helpful },
          improvementPlan: {
            displayText: item.why ?? item.question,
            ...(item.source?.url ? { url: item.source.url } : {}),
          },
        }),
  };
}

/**
 * Rules for options of which people may tick several: the worst counts, and nothing ticked is the worst. A lens knows no low
 * risk; a known gap is never shown as none.
 */
function rulesFor(item: Item, options: readonly Option[]): Document[] {
  const levels = (['none', 'medium', 'high'] as const).map((risk) => ({
    risk,
    ids: options.filter((option) => lensRisk(option.risk) === risk).map((option) => choiceId(item, option.id)),
  }));
  const present = levels.filter((level) => level.ids.length > 0);
  return present.map((level, index) => {
    if (index === present.length - 1) return { condition: 'default', risk: LENS_RISKS[level.risk] };
    const worse = present.slice(index + 1).flatMap((other) => other.ids);
    const any = level.ids.length > 1 ? `(${level.ids.join(' || ')})` : level.ids[0]!;
    return {
      condition: [any, ...worse.map((id) => `!${id}`)].join(' && '),
      risk: LENS_RISKS[level.risk],
    };
  });
}

function lensRisk(risk: Risk): keyof typeof LENS_RISKS {
  return risk === 'low' ? 'medium' : risk;
}

function description(item: Item): string {
  return [
    item.question,
    item.why && `Why: ${item.why}`,
    item.goodEvidence && `Good evidence: ${item.goodEvidence}`,
    item.when && `Applies when: ${item.when.text}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
