import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { declarationsOf } from '../../src/facts/pipeline/declared.js';
import { derivePipeline, type PipelineFacts } from '../../src/facts/pipeline/derive.js';
import { EMPTY_CONFIG } from '../../src/model/config.js';
import type { Finding } from '../../src/model/finding.js';
import { display } from '../../src/model/located.js';
import { type Judged, judgeText } from '../judging.js';
import { improvements } from '../outcomes.js';
import { slice } from '../slice.js';
import { actionsOf, corpusDocuments, type Doc, HAS_CORPUS, isDoc, pipelinesIn, setEither, WITHOUT } from './corpus.js';

const DOCUMENTS = HAS_CORPUS ? corpusDocuments() : [];

function said(findings: readonly Finding[]): string[] {
  return findings.map((it) => `${it.rule} ${it.outcome} ${it.subject} ${it.scenario ?? ''}`).sort();
}

/** The same name with another ending: a file's own name has a say in what it is. */
const named = (file: string, ending: string): string => file.replace(/\.\w+$/, ending);

/** Facts of the only scenario of a pipeline, when there is one and its stages are those that are written. */
function factsOf(judged: Judged, id: string, stages: readonly Doc[]): PipelineFacts | undefined {
  const loaded = judged.loaded.pipelines.find((it) => it.id === id);
  const [scenario, ...more] = loaded?.scenarios ?? [];
  if (!scenario || more.length > 0 || scenario.stages.length !== stages.length) return undefined;
  const alike = scenario.stages.every((stage, index) => stage.actions.length === actionsOf(stages[index]!).length);
  return alike ? derivePipeline(scenario, declarationsOf(EMPTY_CONFIG)) : undefined;
}

/** A copy of a document in which one pipeline's stages are changed. */
function edited(document: Doc, id: string, edit: (stages: Doc[]) => void): Doc {
  const copy = structuredClone(document);
  edit(pipelinesIn(copy).find((it) => it.id === id)!.stages);
  return copy;
}

/** A weaker document: what was taken away, and the rules that compare gamma with production and may look better for it. */
interface Weaker {
  readonly what: string;
  readonly document: Doc;
  readonly compares: readonly string[];
}

const PARITY = ['pipeline/gamma-as-production'];
const ABOUT_GAMMA = [...PARITY, 'pipeline/bake-time'];

function weakerDocuments(document: Doc, id: string, facts: PipelineFacts): Weaker[] {
  const { pipeline, steps, deployments, tests, targets } = facts;
  const take = (what: string, compares: readonly string[], edit: (stages: Doc[]) => void): Weaker => ({
    what: `${id} without ${what}`,
    document: edited(document, id, edit),
    compares,
  });
  const tier = (index: number) => deployments.filter((it) => it.step.stageIndex === index).map((it) => it.reading.tier);
  const gamma = new Set(
    targets.flatMap((it) => it.gamma.flatMap((env) => env.deployments.map((own) => own.step.stageIndex))),
  );
  return [
    ...steps.flatMap((step) => {
      if (step.deploys || !tests.some((test) => test.step === step)) return [];
      const at = pipeline.stages[step.stageIndex]!.actions.indexOf(step.action);
      if (pipeline.stages[step.stageIndex]!.actions.length === 1) return [];
      const production = tests.some((test) => test.step === step && test.covers.tier !== 'pre-production');
      return [
        take(step.action.address, production ? PARITY : [], (stages) =>
          actionsOf(stages[step.stageIndex]!).splice(at, 1),
        ),
      ];
    }),
    ...pipeline.stages.flatMap((stage, index) => {
      const production = tier(index).some((it) => it !== 'pre-production');
      const compares = production ? PARITY : [];
      const name = display(stage.name);
      return [
        ...(stage.onSuccess.length > 0
          ? [take(`onSuccess of ${name}`, compares, (stages) => setEither(stages[index]!, 'onSuccess', undefined))]
          : []),
        ...(stage.onFailure
          ? [take(`onFailure of ${name}`, compares, (stages) => setEither(stages[index]!, 'onFailure', undefined))]
          : []),
        ...(tier(index).length > 0 && tier(index).every((it) => it === 'pre-production')
          ? [take(`stage ${name}`, gamma.has(index) ? ABOUT_GAMMA : [], (stages) => stages.splice(index, 1))]
          : []),
      ];
    }),
  ];
}

/** Names that tell nothing, and a tollgate.yaml that tells what they told. */
function opaque(document: Doc, id: string, facts: PipelineFacts): { document: Doc; config: string } {
  const environments: Doc[] = [];
  const activities: Doc[] = [];
  const copy = edited(document, id, (stages) => {
    stages.forEach((stage, index) => {
      setEither(stage, 'name', `S${index}`);
      for (const [at, action] of actionsOf(stage).entries()) setEither(action, 'name', `A${at}`);
    });
  });
  for (const step of facts.steps) {
    const at = facts.pipeline.stages[step.stageIndex]!.actions.indexOf(step.action);
    const match = { pipeline: id, stage: `S${step.stageIndex}`, action: `A${at}` };
    activities.push({ activity: step.activity, match });
    const deployment = facts.deployments.find((it) => it.step === step);
    if (deployment && deployment.reading.tier !== 'undetermined')
      environments.push({ name: deployment.reading.environment || 'unnamed', tier: deployment.reading.tier, match });
  }
  return { document: copy, config: JSON.stringify({ version: 1, environments, activities }) };
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

/** How often a law was tried: a law over nothing would hold too. */
const tried = { weaker: 0, renamed: 0, recased: 0 };

describe.skipIf(!HAS_CORPUS)(`a real definition${WITHOUT}`, () => {
  it('is there often enough', () => {
    expect(DOCUMENTS.length).toBeGreaterThan(50);
  });

  it.each(DOCUMENTS)(
    '$file is judged alike as JSON, as YAML and with its keys reversed',
    async ({ file, text, document }) => {
      const expected = said((await judgeText(file, text)).findings);
      expect(said((await judgeText(named(file, '.json'), JSON.stringify(document))).findings)).toEqual(expected);
      expect(said((await judgeText(named(file, '.yaml'), dump(document))).findings)).toEqual(expected);
      expect(
        said((await judgeText(named(file, '.json'), JSON.stringify(reversed(document), null, 2))).findings),
      ).toEqual(expected);
    },
  );

  it.each(DOCUMENTS)('$file never looks better with something taken away', async ({ file, document }) => {
    const before = await judgeText(named(file, '.json'), JSON.stringify(document));
    for (const { id, stages } of pipelinesIn(document)) {
      const facts = factsOf(before, id, stages);
      if (!facts) continue;
      for (const weaker of weakerDocuments(document, id, facts)) {
        tried.weaker++;
        const after = await judgeText(named(file, '.json'), JSON.stringify(weaker.document));
        const better = improvements(before.findings, after.findings).filter(
          ({ rule }) => !weaker.compares.includes(rule),
        );
        expect({ what: weaker.what, better }).toEqual({ what: weaker.what, better: [] });
      }
    }
  });

  it.each(DOCUMENTS)(
    '$file keeps its outcomes when names tell nothing and tollgate.yaml declares what they told',
    async ({ file, document }) => {
      const before = await judgeText(named(file, '.json'), JSON.stringify(document));
      for (const { id, stages } of pipelinesIn(document)) {
        const facts = factsOf(before, id, stages);
        if (
          !facts ||
          facts.production === 'undetermined' ||
          facts.deployments.some((it) => it.reading.tier === 'undetermined') ||
          // Who declares a doubtful deployment tells more than its names did.
          facts.deployments.some((it) => it.deploys.doubtful)
        )
          continue;
        tried.renamed++;
        const renamed = opaque(document, id, facts);
        const after = await judgeText(named(file, '.json'), JSON.stringify(renamed.document), {
          config: renamed.config,
        });
        expect(ruleOutcomes(after, id)).toEqual(ruleOutcomes(before, id));
      }
    },
  );

  it.each(DOCUMENTS)('$file has findings that stand at the names of what they are about', async ({ file, text }) => {
    const { source, loaded, findings } = await judgeText(file, text);
    const names = new Map(
      loaded.pipelines.flatMap(({ scenarios }) =>
        scenarios.flatMap((it) =>
          it.stages.flatMap((stage) => stage.actions.map((action) => [action.address, action.name] as const)),
        ),
      ),
    );
    for (const finding of findings) {
      const token = slice(source.text, finding.location);
      const name = names.get(finding.subject);
      if (name?.known && name.from === undefined && !/^[!{]|\$\{/.test(token)) expect(unquoted(token)).toBe(name.value);
      else expect(token).not.toBe('');
    }
  });

  it.each(DOCUMENTS)('$file is judged alike as a template when it is a declaration', async ({ file, document }) => {
    if (isDoc(document.Resources)) return;
    const declaration = isDoc(document.pipeline) ? document.pipeline : document;
    const template = {
      Resources: { Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties: recase(declaration) } },
    };
    const before = await judgeText(named(file, '.json'), JSON.stringify(document));
    if (before.report.subjects.length !== 1) return;
    const after = await judgeText(named(file, '.json'), JSON.stringify(template));
    tried.recased++;
    const [subject] = before.report.subjects;
    expect(ruleOutcomes(after, 'Pipeline')).toEqual(ruleOutcomes(before, subject!.address));
  });

  it('was there for each of the laws', () => {
    expect(tried.weaker).toBeGreaterThan(40);
    expect(tried.renamed).toBeGreaterThan(60);
    expect(tried.recased).toBeGreaterThan(5);
  });
});

/** Keys as a template writes them; those inside a configuration are alike in both. */
function recase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(recase);
  if (!isDoc(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key[0]!.toUpperCase() + key.slice(1),
      /^configuration$/i.test(key) ? inner : recase(inner),
    ]),
  );
}

/** What a quoted or plain scalar says. */
function unquoted(token: string): string {
  const bare = token.replace(/^(['"])([\s\S]*)\1$/, '$2');
  return bare.includes('\\') ? (JSON.parse(`"${bare}"`) as string) : bare;
}

function ruleOutcomes({ report }: Judged, id: string): string[] {
  return report.subjects
    .filter((it) => it.address === id)
    .flatMap((it) => it.findings.map((finding) => `${finding.rule} ${finding.outcome}`))
    .sort();
}
