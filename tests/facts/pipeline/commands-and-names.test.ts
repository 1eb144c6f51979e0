import { describe, expect, it } from 'vitest';
import { judgeText } from '../../judging.js';

const ENVIRONMENTS = ['alpha', 'beta', 'gamma', 'prod'];

function commands(name: string, lines: readonly string[], runOrder = 1) {
  return {
    name,
    actionTypeId: { category: 'Compute', owner: 'AWS', provider: 'Commands', version: '1' },
    runOrder,
    commands: lines,
  };
}

/** What a rule says of a pipeline whose every stage runs these commands, `ENV` standing for its environment. */
async function outcome(rule: string, lines: readonly string[], test?: { name: string; lines: readonly string[] }) {
  const stages = ENVIRONMENTS.map((name) => ({
    name,
    actions: [
      commands(
        'Deploy',
        lines.map((line) => line.replaceAll('ENV', name)),
      ),
      ...(test && name === 'gamma' ? [commands(test.name, test.lines, 2)] : []),
    ],
  }));
  const { findings } = await judgeText('shop.json', JSON.stringify({ name: 'shop', stages }, null, 1));
  return findings.find((finding) => finding.rule === `pipeline/${rule}`)?.outcome;
}

describe('three pre-production stages', () => {
  const stages = (...lines: string[]) => outcome('three-pre-production-stages', lines);

  it.each([
    ['cdk deploy shop-ENV'],
    ['cd infra && cdk deploy shop-ENV'],
    ['./deploy.sh ENV'],
    ['if [ "$CODEBUILD_BUILD_SUCCEEDING" = "1" ]; then cdk deploy shop-ENV; fi'],
    ['[ "$CODEBUILD_BUILD_SUCCEEDING" -eq 1 ] && cdk deploy shop-ENV'],
    [
      'if aws ecs describe-services; then aws ecs update-service --cluster ENV; else aws ecs create-service --cluster ENV; fi',
    ],
  ])('are there when each runs `%s`', async (line) => {
    expect(await stages(line)).toBe('pass');
  });

  it.each([['cdk deploy shop-ENV || true'], ['cdk deploy shop-ENV &'], ['./deploy.sh ENV | tee log'], ['sleep 5']])(
    'are not there when each runs `%s`',
    async (line) => {
      expect(await stages(line)).toBe('fail');
    },
  );

  it.each([['if [ "$GO" = yes ]; then cdk deploy shop-ENV; fi'], ['[ -f ready ] && cdk deploy shop-ENV']])(
    'are not known to be there when each runs `%s`',
    async (line) => {
      expect(await stages(line)).toBe('undetermined');
    },
  );
});

it('says which stage does not count because its deployment may fail', async () => {
  const stages = [
    { name: 'gamma', actions: [commands('Deploy', ['cdk deploy shop-gamma || true'])] },
    { name: 'prod', actions: [commands('Deploy', ['cdk deploy shop-prod'])] },
  ];
  const { report } = await judgeText('shop.json', JSON.stringify({ name: 'shop', stages }, null, 1));
  expect(report.subjects.flatMap((subject) => subject.notes).map((note) => note.text)).toContain(
    'shop/gamma/Deploy may fail or do nothing while the run goes on: it counts as no pre-production stage',
  );
});

describe('a load test', () => {
  const loadTest = (...lines: string[]) => outcome('load-test', ['cdk deploy shop-ENV'], { name: 'LoadTest', lines });

  it.each([['k6 run a.js'], ['./run.sh'], ['npm ci && npx artillery run a.yml']])(
    'is there when its action runs `%s`',
    async (line) => {
      expect(await loadTest(line)).toBe('pass');
    },
  );

  it.each([
    ['k6 run a.js || true'],
    ['k6 run a.js | tee out.txt'],
    ['if [ "$LOAD" = yes ]; then k6 run a.js; fi'],
    ['./run.sh || true'],
    ['k6 version'],
    ['sleep 60'],
    ['npm ci'],
    ['npm run build:perf'],
    ['make build-load-test'],
    ['aws codebuild start-build --project-name load-test'],
  ])('is not there when the action of that name runs `%s`', async (line) => {
    expect(await loadTest(line)).toBe('fail');
  });

  it('does not cover an environment whose deployment may have failed', async () => {
    expect(
      await outcome('load-test', ['cdk deploy shop-ENV || true'], { name: 'LoadTest', lines: ['k6 run a.js'] }),
    ).toBe('fail');
  });
});

describe('a test after production', () => {
  /** Whether gamma is as strong as production, which this command alone follows. */
  const asStrong = async (line: string) => {
    const stage = (name: string, ...more: unknown[]) => ({
      name,
      actions: [commands('Deploy', [`cdk deploy shop-${name}`]), ...more],
    });
    const stages = [stage('gamma'), stage('prod', commands('Check', [line], 2))];
    const { findings } = await judgeText('shop.json', JSON.stringify({ name: 'shop', stages }, null, 1));
    return findings.find((finding) => finding.rule === 'pipeline/gamma-as-production')?.outcome;
  };

  it.each([
    'curl -fsS https://shop/health',
    'curl -fsS https://shop/health | grep -q ok',
    'curl -sf https://shop | jq -e .ok',
  ])('is what `%s` is', async (line) => {
    expect(await asStrong(line)).toBe('fail');
  });

  it.each(['curl -fsS https://shop/health | tee answer', 'curl -fsS https://shop/health | grep -v debug'])(
    'is not what `%s` is',
    async (line) => {
      expect(await asStrong(line)).toBe('pass');
    },
  );
});

describe('an action whose own name is only that of its service', () => {
  const build = (name: string, project: string) => ({
    name,
    actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
    configuration: { ProjectName: project },
  });
  const stages = async (...list: { name: string; actions: object[] }[]) => {
    const { findings } = await judgeText('shop.json', JSON.stringify({ name: 'shop', stages: list }));
    return findings.find((finding) => finding.rule === 'pipeline/three-pre-production-stages')?.outcome;
  };

  it.each([
    ['its project says that it deploys', 'Ship', 'shop-build-and-deploy'],
    ['its stage says that something there deploys', 'BuildAndDeploy', 'shop'],
  ])('is judged when %s', async (_, stage, project) => {
    expect(await stages({ name: stage, actions: [build('CodeBuild', project)] })).toBe('fail');
  });

  it('is a build when nothing says more', async () => {
    expect(await stages({ name: 'Build', actions: [build('CodeBuild', 'shop')] })).toBe('not-applicable');
    expect(await stages({ name: 'Build', actions: [build('CodeBuild', 'CodeBuildProject')] })).toBe('not-applicable');
  });

  it('counts for no stage before production when only its stage’s name says that it deploys', async () => {
    const before = ['Alpha', 'Beta', 'Gamma'].map((name) => ({
      name: `Deploy${name}`,
      actions: [build('CodeBuild', 'shop')],
    }));
    const list = [...before, { name: 'Prod', actions: [build('DeployProd', 'shop')] }];
    expect(await stages(...list)).toBe('undetermined');
    const { report } = await judgeText('shop.json', JSON.stringify({ name: 'shop', stages: list }));
    expect(report.suggestions.join('\n')).toContain(
      '# DeployAlpha/CodeBuild: whether it deploys anything is not known',
    );
  });

  it('is no deployment beside one that its stage’s name already tells of', async () => {
    const deploying = { name: 'DeployBeta', actions: [build('CodeBuild', 'shop'), build('Deploy', 'shop')] };
    const { loaded } = await judgeText('shop.json', JSON.stringify({ name: 'shop', stages: [deploying] }));
    expect(loaded.pipelines).toHaveLength(1);
    expect(await stages(deploying)).toBe('not-applicable');
  });
});
