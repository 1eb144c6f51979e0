import { digestInputs } from '../../../src/sign-off/digest.js';
import { buildStatement } from '../../../src/sign-off/statement.js';
import * as world from '../world.js';
import { files } from '../world.js';
import { type Alteration, withFiles } from './alteration.js';

export function alteredFiles(): Alteration[] {
  const crlf = (content: string) => content.replaceAll('\n', '\r\n');
  return Object.entries(files).flatMap(([name, content]): Alteration[] => [
    { name: `${name} gets CRLF`, surroundings: withFiles({ [name]: crlf(content) }), because: ['input-changed'] },
    {
      name: `${name} loses its last line end`,
      surroundings: withFiles({ [name]: content.trimEnd() }),
      because: ['input-changed'],
    },
    {
      name: `${name} gets a byte order mark`,
      surroundings: withFiles({ [name]: `\ufeff${content}` }),
      because: ['input-changed'],
    },
    {
      name: `${name} gets a space at its end`,
      surroundings: withFiles({ [name]: `${content} ` }),
      because: ['input-changed'],
    },
    { name: `${name} is emptied`, surroundings: withFiles({ [name]: '' }), because: ['input-changed'] },
    { name: `${name} is removed`, surroundings: withFiles({ [name]: undefined }), because: ['input-missing'] },
  ]);
}

export function forgedResults(): Alteration[] {
  const again = (more: Partial<Parameters<typeof buildStatement>[0]>) => ({ again: buildStatement(world.parts(more)) });
  const subjects = (findings: ReturnType<typeof world.finding>[]) => ({
    report: { ...world.report, subjects: [{ ...world.report.subjects[0]!, findings }, world.report.subjects[1]!] },
  });
  const inputs = digestInputs(
    [...Object.entries(files), ['pipelines/new.yaml', '']].map(([name, text]) => ({
      name: name!,
      bytes: Buffer.from(text!),
    })),
  );
  return [
    { name: 'a file is judged that was not signed', surroundings: again({ inputs }), because: ['input-added'] },
    {
      name: 'the rule pack is another',
      surroundings: again({ packs: [{ name: 'tollgate', digest: { sha256: '0'.repeat(64) } }] }),
      because: ['pack-changed'],
    },
    {
      name: 'a rule pack is added',
      surroundings: again({ packs: [...world.parts().packs, { name: 'acme', digest: { sha256: '0'.repeat(64) } }] }),
      because: ['pack-changed'],
    },
    {
      name: 'a pass was written over a fail',
      surroundings: again(subjects([world.finding({ outcome: 'fail' }), world.waived])),
      because: ['outcome-differs'],
    },
    {
      name: 'an outcome was dropped',
      surroundings: again(subjects([world.finding(), world.waived, world.finding({ rule: 'pipeline/x' })])),
      because: ['outcome-differs'],
    },
    {
      name: 'a severity was lowered',
      surroundings: again(subjects([world.finding({ severity: 'warning' }), world.waived])),
      because: ['outcome-differs'],
    },
    {
      name: 'a waiver was invented',
      surroundings: again(subjects([world.finding(), world.finding({ ...world.waived, waiver: undefined })])),
      because: ['outcome-differs'],
    },
    {
      name: 'the executor was left out',
      surroundings: again({
        report: {
          ...world.report,
          subjects: world.report.subjects.map((subject) => ({
            ...subject,
            duties: [{ duty: 'author', person: 'Ana Ruiz' }],
          })),
        },
      }),
      because: ['outcome-differs'],
    },
  ];
}
