import { describe, expect, it } from 'vitest';
import { loadChangeYaml } from '../../../src/loaders/change-yaml/load.js';
import { locate, SourceText } from '../../../src/model/located.js';

function load(text: string) {
  return loadChangeYaml(new SourceText('change.yaml', text));
}

function change(text: string) {
  const loaded = load(text);
  if ('problems' in loaded) throw new Error(loaded.problems.map((problem) => problem.message).join('\n'));
  return loaded.change;
}

function problems(text: string): string[] {
  const loaded = load(text);
  return 'problems' in loaded
    ? loaded.problems.map((p) => `${p.location!.line}:${p.location!.column} ${p.message}. ${p.hint}`)
    : [];
}

describe('a manifest', () => {
  it('names its steps by id, else by number', () =>
    expect(
      change('id: CM-1\ntitle: T\nsteps: [{ run: a }, { id: drain, run: b }]').steps.map((step) => step.address),
    ).toEqual(['CM-1/step-1', 'CM-1/drain']));
  it('keeps addresses apart when an id stands twice', () =>
    expect(change('title: T\nsteps: [{ id: a }, { id: a }]').steps.map((step) => step.name)).toEqual(['a', 'a-2']));
  it('keeps the place of each line of a block of commands', () => {
    const text = 'title: T\nsteps:\n  - run: |\n      first\n      second one\n';
    const script = change(text).steps[0]!.commands[0]!;
    expect(script.lineStarts.slice(0, 2).map((start) => text.slice(start, text.indexOf('\n', start)))).toEqual([
      'first',
      'second one',
    ]);
  });
  it('takes a rollback in one word as it stands', () =>
    expect(change('title: T\nsteps: [{ run: a, rollback: n/a }]').steps[0]!.rollback!.text!.text).toBe('n/a'));
  it('reads JSON', () =>
    expect(change('{"title":"T","steps":[{"run":["a","b"]}]}').steps[0]!.commands).toHaveLength(2));
  it('says where a step stands', () =>
    expect(locate(change('title: T\nsteps:\n  - run: a\n').steps[0]!.span).line).toBe(3));
});

describe('what is wrong with a manifest', () => {
  it('is told all at once, each at its line, with the next thing to do', () =>
    expect(problems('title: T\nwindw: {}\ntype: big\nsteps:\n  - run: a\n    minutes: soon\n    rollbck: b\n')).toEqual(
      [
        '2:1 the manifest has an unknown key "windw". Did you mean "window"?',
        '3:7 "type" is not one of standard, normal, emergency. Write one of standard, normal, emergency.',
        '6:14 "minutes" in entry 1 of "steps" must be a number. Write a number.',
        '7:5 entry 1 of "steps" has an unknown key "rollbck". Did you mean "rollback"?',
      ],
    ));
  it('names what is missing', () =>
    expect(problems('why: x')).toEqual([
      '1:1 the manifest has no title. Add "title:".',
      '1:1 the manifest has no steps. Add "steps:".',
    ]));
  it('is told once where several forms are allowed', () =>
    expect(problems('title: T\nsteps: [{ rollback: { runn: x } }]')).toEqual([
      '2:23 "rollback" in entry 1 of "steps" has an unknown key "runn". Did you mean "run"?',
    ]));
  it('stops at an empty file', () => expect(() => load('')).toThrow('is empty'));
});
