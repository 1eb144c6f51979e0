import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOnlyEcho, readCommands } from '../../../src/facts/commands/read-commands.js';
import { processorTime } from '../../processor-time.js';

const COMMANDS = [
  'cdk deploy --all',
  'terraform apply tfplan',
  'aws s3 sync build s3://site-prod',
  'k6 run load.js',
  'npm run test:e2e',
  'helm upgrade --install web chart',
  'kubectl rollout undo deployment/web',
  'docker push repo/app:1',
  'sleep 600',
  './scripts/deploy.sh prod',
  'make deploy ENV=prod',
  'pytest tests/integration',
  'frobnicate --now',
];

const command = fc.constantFrom(...COMMANDS);
const shellish = fc.string({
  unit: fc.constantFrom(
    ...'abc $\'"`\\(){}[]<>|&;#\n=-*!~',
    'if ',
    'then ',
    'fi ',
    'do ',
    'done ',
    'case ',
    'esac ',
    'cdk deploy',
    '<<EOF\n',
    'EOF\n',
    '$(',
    '${{ ',
  ),
  maxLength: 120,
});

/** Everything but the text, which says how it was written, and the line. */
function meaning(lines: readonly string[]) {
  return readCommands(lines)
    .filter((reading) => reading.effect !== 'nothing')
    .map(({ text: _text, line: _line, ...rest }) => rest);
}

describe('reading commands', () => {
  it('never throws, and points at lines that exist', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(shellish, fc.string(), command), { maxLength: 6 }), (lines) => {
        for (const reading of readCommands(lines)) {
          expect(reading.line).toBeGreaterThanOrEqual(0);
          expect(reading.line).toBeLessThan(lines.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('stays quick on nesting and quotes that never close', () => {
    const started = processorTime();
    for (const piece of [
      '$(',
      '"',
      "'",
      '`',
      '((',
      '{ ',
      'if ',
      '(',
      '${',
      '"$(',
      '<<A ',
      'case x in a) ',
      'f() { f; }; f; ',
      'a | ',
      'sudo ',
    ])
      readCommands([piece.repeat(8000)]);
    expect(processorTime() - started).toBeLessThan(10_000);
  });

  it('finds nothing in text that is only echoed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('echo', 'printf', 'echo -e', '#'), command), { minLength: 1 }),
        (parts) => {
          const lines = parts.map(([show, text]) => `${show} '${text}'`);
          expect(isOnlyEcho(lines)).toBe(true);
          expect(meaning(lines)).toEqual([]);
        },
      ),
    );
  });

  it('is not changed by lines that echo', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 5 }), fc.array(command), fc.nat(5), (lines, echoed, at) => {
        const more = [...lines];
        more.splice(at, 0, ...echoed.map((text) => `echo "about to run ${text}"`));
        expect(meaning(more)).toEqual(meaning(lines));
      }),
    );
  });

  it('is not changed by quoting words', () => {
    fc.assert(
      fc.property(command, fc.array(fc.constantFrom('', "'", '"'), { minLength: 8, maxLength: 8 }), (line, quotes) => {
        const quoted = line
          .split(' ')
          .map((word, at) => `${quotes[at % 8]}${word}${quotes[at % 8]}`)
          .join(' ');
        expect(meaning([quoted])).toEqual(meaning([line]));
      }),
    );
  });

  it('is not changed by how lines are joined, wrapped or commented', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 5 }), (lines) => {
        const plain = meaning(lines);
        expect(meaning([lines.join('\n')])).toEqual(plain);
        expect(meaning([lines.join(' ; ')])).toEqual(plain);
        expect(meaning([lines.join(' && ')])).toEqual(plain);
        expect(meaning([`{ ${lines.join('; ')}; }`])).toEqual(plain);
        expect(meaning(lines.map((line) => line.replaceAll(' ', ' \\\n  ')))).toEqual(plain);
        expect(meaning(lines.map((line) => `${line} # then cdk deploy`))).toEqual(plain);
        expect(meaning(lines.map((line) => `sudo -E env A=b nohup ${line}`))).toEqual(plain);
      }),
    );
  });

  it('gains no effect that stops the pipeline from "|| true"', () => {
    fc.assert(
      fc.property(command, (line) => {
        expect(
          readCommands([`${line} || true`]).every((reading) => reading.mayFail || reading.effect === 'nothing'),
        ).toBe(true);
      }),
    );
  });
});
