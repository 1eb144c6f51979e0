import { describe, expect, it } from 'vitest';
import { type CommandReading, isOnlyEcho, readCommands, SHELLS_OF } from '../../../src/facts/commands/read-commands.js';

function find(lines: readonly string[], effect: CommandReading['effect']): CommandReading[] {
  return readCommands(lines).filter((reading) => reading.effect === effect);
}

describe('a command that cannot stop the pipeline', () => {
  it.each([
    ['k6 run x.js || true'],
    ['k6 run x.js || :'],
    ['k6 run x.js || echo failed'],
    ['set +e\nk6 run x.js\necho done'],
    ['set +e\nk6 run x.js\nset -e'],
    ['k6 run x.js &'],
    ['if k6 run x.js; then echo ok; else echo failed; fi'],
    ['if k6 run x.js; then echo ok; fi'],
    ['if ! k6 run x.js; then echo failed; fi'],
    ['OUT=$(k6 run x.js) || true'],
    ['echo "$(k6 run x.js)"'],
    ['export RESULT=$(k6 run x.js)'],
    ['while ! k6 run x.js; do sleep 5; done'],
    ['(k6 run x.js) || true'],
    ['{ cd load && k6 run x.js; } || true'],
    ['test() { k6 run x.js; }\ntest || true'],
  ])('%s', (script) => {
    expect(find([script], 'load-test').map((reading) => reading.mayFail)).toEqual([true]);
  });

  it.each([
    ['k6 run x.js'],
    ['cd load && k6 run x.js'],
    ['k6 run x.js || exit 1'],
    ['k6 run x.js || { echo failed; exit 1; }'],
    ['k6 run x.js || (echo failed && exit 2)'],
    ['fail() { echo "$1"; exit 1; }\nk6 run x.js || fail load'],
    ['if ! k6 run x.js; then echo failed; exit 1; fi'],
    ['if k6 run x.js; then echo ok; else exit 1; fi'],
    ['set +e\nk6 run x.js\nRC=$?\nset -e\necho "$RC"\nexit $RC'],
    ['set +e\nk6 run x.js\nif [ $? -ne 0 ]; then exit 1; fi'],
    ['set +e\necho x\nset -e\nk6 run x.js'],
    ['k6 run x.js | tee out.txt'],
    ['RESULT=$(k6 run x.js)'],
    ['k6 run x.js 2>&1 > out.txt'],
    ['k6 run x.js && echo ok'],
  ])('is not: %s', (script) => {
    expect(find([script], 'load-test').map((reading) => reading.mayFail)).toEqual([false]);
  });

  it('is one that only starts something, unless its end is looked at later', () => {
    const start = 'aws fis start-experiment --experiment-template-id T';
    expect(find([start], 'fault-injection')[0]?.mayFail).toBe(true);
    expect(find([start, 'aws fis get-experiment --id x'], 'fault-injection')[0]?.mayFail).toBe(false);
  });

  it('keeps "set +e" from one line to the next', () => {
    expect(find(['set +e', 'k6 run x.js', 'echo done'], 'load-test')[0]?.mayFail).toBe(true);
  });

  it('is judged by what the platform does with lines that fail', () => {
    const [inBlock] = readCommands(['k6 run x.js\necho done'], SHELLS_OF.codebuild);
    const [alone] = readCommands(['k6 run x.js', 'echo done'], SHELLS_OF.codebuild);
    const [piped] = readCommands(['k6 run x.js | tee out'], SHELLS_OF.codebuild);
    const [switchedOn] = readCommands(
      ['set -eo pipefail\nk6 run x.js | tee out\necho done'],
      SHELLS_OF.codebuild,
    ).filter((reading) => reading.effect === 'load-test');
    expect([inBlock, alone, piped, switchedOn].map((reading) => reading?.mayFail)).toEqual([true, false, true, false]);
  });

  it('is not an update that falls back to a creation', () => {
    const [update, create] = readCommands([
      'aws lambda update-alias --name live || aws lambda create-alias --name live',
    ]);
    expect([update?.mayFail, create?.mayFail, create?.conditional]).toEqual([false, false, false]);
  });
});

describe('a command that may not run', () => {
  it.each([
    ['if [ "$BRANCH" = main ]; then cdk deploy; fi'],
    ['[ "$BRANCH" = main ] && cdk deploy'],
    ['[[ $BRANCH == main || $X -gt 3 ]] && cdk deploy'],
    ['test -f x && cdk deploy'],
    ['$SKIP || cdk deploy'],
    ['case "$1" in prod) cdk deploy;; esac'],
    ['case "$1" in prod) cdk deploy;; *) echo no;; esac'],
    ['while true; do cdk deploy; done'],
    ['if [ "$SKIP" = true ]; then exit 0; fi\ncdk deploy'],
    ['[ -n "$CHANGED" ] || exit 0\ncdk deploy'],
    ['deploy() { [ -n "$1" ] || return 0; cdk deploy; }\ndeploy "$X"'],
    ['if [ a ]; then cdk deploy; else echo skipped; fi'],
    ['git diff --quiet && cdk deploy'],
    ['grep -q x f && cd a && cdk deploy'],
    ['! ./unchanged.sh && cdk deploy'],
    ['[ -n "$X" ] &&\n  cdk deploy'],
  ])('%s', (script) => {
    expect(find([script], 'deploy').map((reading) => reading.conditional)).toEqual([true]);
  });

  it.each([
    ['cd infra && cdk deploy'],
    ['npm ci && npm run build && cdk deploy'],
    ['for s in a b; do cdk deploy $s; done'],
    ['[ -n "$STAGE" ] || exit 1\ncdk deploy'],
    ['if [ -z "$STAGE" ]; then exit 1; fi\ncdk deploy'],
    ['{ cdk deploy; }'],
    ['( cd infra; cdk deploy )'],
    ['until cdk deploy; do sleep 5; done'],
    ['check() { [ -n "$1" ] || return 0; }\ncheck x\ncdk deploy'],
    ['(exit 0)\nbash -c "exit 0"\ncdk deploy'.replace('(exit 0)\n', '')],
  ])('is not: %s', (script) => {
    expect(find([script], 'deploy').map((reading) => reading.conditional)).toEqual([false]);
  });

  it('is not what stands in every branch', () => {
    const script =
      'if aws cloudformation describe-stacks; then\n aws cloudformation update-stack\nelse\n aws cloudformation create-stack\nfi';
    expect(find([script], 'deploy').map((reading) => reading.conditional)).toEqual([false, false]);
  });

  it('is found across the lines of a list', () => {
    expect(
      find(['if [ x ]; then', 'cdk deploy', 'fi', 'terraform apply'], 'deploy').map((r) => [r.line, r.conditional]),
    ).toEqual([
      [1, true],
      [3, false],
    ]);
  });
});

describe('waiting', () => {
  it.each([
    ['sleep 60', 1],
    ['sleep 90s', 1.5],
    ['sleep 10m', 10],
    ['sleep 2h', 120],
    ['sleep 1d', 1440],
    ['sleep 1m 30s', 1.5],
    ['sudo sleep 5m', 5],
    ['BAKE=3600\nsleep $BAKE', 60],
    ['for i in 1 2 3; do sleep 10m; done', 30],
    ['for i in {1..12}; do echo $i; sleep 300; done', 60],
    ['for i in $(seq 6); do sleep 10m; done', 60],
    ['for ((i=0; i<6; i++)); do sleep 10m; done', 60],
    ['Start-Sleep -Seconds 120', 2],
    ['timeout /t 60', 1],
  ])('%s is %d minutes', (script, minutes) => {
    expect(find([script], 'wait')[0]?.waitMinutes).toBeCloseTo(minutes, 9);
  });

  it.each([
    ['sleep $N'],
    ['sleep infinity'],
    ['aws ecs wait services-stable'],
    ['while ! curl -f x; do sleep 5; done'],
    ['for i in {1..30}; do curl -f http://x/health && break; sleep 60; done'],
    ['for i in $LIST; do sleep 60; done'],
  ])('%s is nobody knows how long', (script) => {
    expect(find([script], 'wait').map((reading) => reading.waitMinutes)).toEqual([undefined]);
  });

  it('in the background delays nothing', () => {
    expect(find(['sleep 60m &'], 'wait')).toEqual([]);
  });
});

describe('what a script only defines or mentions', () => {
  it('is read where a function is called, not where it stands', () => {
    expect(find(['deploy() {\n  cdk deploy\n}'], 'deploy')).toEqual([]);
    expect(find(['deploy() {\n  cdk deploy "$1"\n}', 'deploy prod'], 'deploy')).toMatchObject([
      { targets: ['prod'], text: 'cdk deploy "$1"' },
    ]);
    expect(find(['function ship {\n  cdk deploy\n}\nship'], 'deploy')).toHaveLength(1);
  });

  it('is not run from a here-document, unless a shell reads it', () => {
    expect(find(['cat > x.sh <<EOF\ncdk deploy\nEOF\necho'], 'deploy')).toEqual([]);
    expect(find(["ssh host bash <<'EOF'\ncd /srv\ndocker compose up -d\nEOF\necho"], 'deploy')).toHaveLength(1);
    expect(find(['bash <<EOF\ncdk deploy\nEOF'], 'deploy')).toHaveLength(1);
    expect(find(['ssh deploy@prod-1 <<EOF', 'sudo systemctl restart web', 'EOF'], 'deploy')).toMatchObject([
      { targets: ['web', 'deploy@prod-1'] },
    ]);
  });

  it('does not swallow what follows an unclosed quote or here-document', () => {
    expect(find(["echo don't", 'cdk deploy'], 'deploy')).toHaveLength(1);
    expect(find(["echo don't; cdk deploy"], 'deploy')).toHaveLength(1);
    expect(find(['cat <<EOF', 'cdk deploy'], 'deploy')).toHaveLength(1);
  });
});

describe('quotes', () => {
  it.each([
    ['echo "say \\"hi; cdk deploy\\" now"'],
    ["echo 'a; cdk deploy'"],
    ['echo "a `echo b` $(echo "c; cdk deploy") d"'],
    [`echo \${X:-"; cdk deploy"}`],
    ['echo a\\; cdk deploy'],
  ])('hold what stands in them together: %s', (script) => {
    expect(find([script], 'deploy')).toEqual([]);
  });

  it.each([
    ['echo "a"; cdk deploy'],
    ['echo "a \\" b"; cdk deploy'],
    ["echo 'a \\'; cdk deploy"],
    [`echo \${X:-"}"}; cdk deploy`],
    ["echo $'it\\'s'; cdk deploy"],
  ])('end where they end: %s', (script) => {
    expect(find([script], 'deploy')).toHaveLength(1);
  });
});

describe('lists and lines', () => {
  it('gives the item, and the command as written', () => {
    const script = ['npm ci', 'echo a; cdk deploy \\\n  --all; echo b'];
    expect(find(script, 'deploy')).toMatchObject([{ line: 1, text: 'cdk deploy --all', tool: 'cdk deploy' }]);
  });

  it('joins lines that end in a backslash, also across items', () => {
    expect(find(['aws ecs update-service \\', '  --cluster prod \\', '  --service web'], 'deploy')).toMatchObject([
      { line: 0, targets: ['prod', 'web'] },
    ]);
  });

  it('reads both sides of pipes and lists', () => {
    expect(readCommands(['a=1; npm ci && pytest || exit 1; cdk deploy | tee x']).map((r) => r.effect)).toEqual([
      'build',
      'unit-test',
      'nothing',
      'deploy',
      'nothing',
    ]);
  });
});

describe('lines that only echo', () => {
  it.each([
    [['echo hi', '# cdk deploy', 'printf "%s" x', 'true', ':']],
    [['echo "deploy to prod"\necho done']],
    [['echo $(date)', 'X=1', 'echo $X >> out.txt', 'exit 0']],
    [['']],
    [[]],
    [['if [ -n "$X" ]; then echo a; else echo b; fi'].map((line) => line.replace('[ -n "$X" ]', 'true'))],
  ])('%j', (lines) => {
    expect(isOnlyEcho(lines)).toBe(true);
  });

  it.each([
    [['echo "$(cdk deploy)"']],
    [['echo x | kubectl apply -f -']],
    [['echo x && ./deploy.sh']],
    [['npm ci']],
    [['./run.sh']],
    [['sleep 60']],
  ])('not %j', (lines) => {
    expect(isOnlyEcho(lines)).toBe(false);
  });
});
