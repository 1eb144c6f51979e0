import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { TollgateError } from '../../../src/errors.js';
import { loadAutomations } from '../../../src/loaders/ssm-automation/load.js';
import { locate, SourceText } from '../../../src/model/located.js';

const DOCUMENT = {
  schemaVersion: '0.3',
  description: 'Stops "one" instance, it\'s \\ small',
  mainSteps: [
    {
      name: 'Stop',
      action: 'aws:changeInstanceState',
      onFailure: 'step:StartAgain',
      isEnd: true,
      inputs: { InstanceIds: ['{{ Id }}'], DesiredState: 'stopped' },
    },
    {
      name: 'StartAgain',
      action: 'aws:changeInstanceState',
      inputs: { InstanceIds: ['{{ Id }}'], DesiredState: 'running' },
    },
  ],
};

/** What a reader finds in a template: names, and what is written where they are said to stand. */
function found(template: string) {
  const source = new SourceText('template.yaml', template);
  return loadAutomations(source).map((change) => ({
    address: change.address,
    steps: change.steps.map((step) => step.name),
    written: change.steps.map(({ title: { span } }) => source.text.slice(span.start, span.end).replace(/^"|"$/g, '')),
    undone: change.steps.map((step) => step.rollback?.commands.length),
    lines: change.steps.map(({ title: { span } }) => locate(span).line),
  }));
}

function template(content: string): string {
  return `Resources:\n  Runbook:\n    Type: AWS::SSM::Document\n    Properties:\n      DocumentType: Automation\n      Content: ${content}\n`;
}

const YAML = stringify(DOCUMENT);
const JSON_TEXT = JSON.stringify(DOCUMENT, undefined, 2);
const indented = (text: string) => text.replace(/^(?=.)/gm, '        ');

describe('an Automation document inside a template', () => {
  it.each<[string, string]>([
    ['as a mapping', `\n${indented(YAML)}`],
    ['as a text of YAML', `|\n${indented(YAML)}`],
    ['as a text of JSON', `|\n${indented(JSON_TEXT)}`],
    ['as a text with substitutions', `!Sub |\n${indented(YAML.replace('{{ Id }}', `\${Instance}`))}`],
    ['as a text under Fn::Sub', `\n        Fn::Sub: |\n  ${indented(YAML).replaceAll('\n', '\n  ')}`],
    [
      'as a text under Fn::Sub with values',
      `\n        Fn::Sub:\n          - |\n    ${indented(YAML).replaceAll('\n', '\n    ')}\n          - { Instance: i-1 }`,
    ],
    ['as one string', JSON.stringify(JSON_TEXT)],
    ['as one string of YAML', JSON.stringify(YAML)],
    ['as one string in single quotes', `'${JSON.stringify(DOCUMENT).replaceAll("'", "''")}'`],
  ])('is read %s, each step where it stands', (_, content) => {
    const [change, ...more] = found(template(content));
    expect(more).toEqual([]);
    expect(change).toMatchObject({ address: 'Runbook', steps: ['Stop'], undone: [1] });
    expect(change!.written).toEqual(['Stop']);
    const line =
      template(content)
        .split('\n')
        .findIndex((text) => /name\\?["']?: ?\\?["']?Stop|"name":"Stop"/.test(text)) + 1;
    expect(change!.lines).toEqual([line]);
  });

  it('is read in a template in JSON', () => {
    const [change] = found(
      JSON.stringify(
        { Resources: { Runbook: { Type: 'AWS::SSM::Document', Properties: { Content: JSON_TEXT } } } },
        undefined,
        2,
      ),
    );
    expect(change).toMatchObject({ steps: ['Stop'], written: ['Stop'] });
  });

  it('that cannot be read is an error where the template holds it', () => {
    const text = template(`|\n${indented("schemaVersion: '0.3'\nmainSteps: [{ action: aws:sleep }")}`);
    let error: unknown;
    try {
      loadAutomations(new SourceText('template.yaml', text));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(TollgateError);
    const { code, location } = error as TollgateError;
    expect([code, location?.file]).toEqual(['SYNTAX', 'template.yaml']);
    expect(location!.line).toBeGreaterThanOrEqual(8);
  });

  it('of another kind is left alone', () =>
    expect(
      found(template(JSON.stringify('BEGIN:VCALENDAR\r\nX-CALENDAR-TYPE:DEFAULT_OPEN\r\nEND:VCALENDAR\r\n'))),
    ).toEqual([]));
});
