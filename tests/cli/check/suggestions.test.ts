import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Shop } from '../shop.js';
import { action, declaration, deployment, stage } from '../suggestions.js';

interface Report {
  verdict: string;
  findings: { rule: string; outcome: string }[];
}

describe('the end of a check whose facts are not all known', () => {
  let shop: Shop;
  beforeEach(() => {
    shop = new Shop();
  });
  afterEach(() => shop.remove());

  /** The lines of tollgate.yaml that the text report ends with, without their indentation. */
  function suggested(): string {
    const { stdout } = shop.tollgate('check');
    const [, rest] = stdout.split('What no file shows can be said in tollgate.yaml. Fill in what you know:\n\n');
    return (rest ?? '')
      .split('\n\n')[0]!
      .split('\n')
      .map((line) => line.slice(2))
      .join('\n');
  }

  function outcomes(): string[] {
    const { findings } = JSON.parse(shop.tollgate('check', '--format', 'json').stdout) as Report;
    return findings.map((finding) => finding.outcome);
  }

  const OPEN = declaration(
    'shop',
    stage('Verify', deployment('Deploy', 'shop-#{Env}')),
    stage('Prod', deployment('Deploy', 'shop-prod')),
  );

  test('suggests what would settle it, and filled in it does', () => {
    shop.write('pipeline.json', OPEN.replace('#{Env}', '{{environment}}'));
    expect(outcomes()).toContain('undetermined');
    const lines = suggested();
    expect(lines).toContain('match: { stage: Verify }');
    shop.write('tollgate.yaml', lines.replace('tier:', 'tier: pre-production'));
    expect(outcomes()).not.toContain('undetermined');
  });

  test('suggests lines that are refused as long as nobody fills them in', () => {
    shop.write('pipeline.json', OPEN.replace('#{Env}', '{{environment}}'));
    shop.write('tollgate.yaml', suggested());
    const run = shop.tollgate('check');
    expect(run.exit).toBe(3);
    expect(run.stderr).toContain('an environment has no "tier"');
  });

  test('names the pipeline where another has a stage of the same name', () => {
    shop.write('a.json', OPEN.replace('#{Env}', '{{environment}}'));
    shop.write('b.json', declaration('cart', stage('Verify', deployment('Deploy', 'cart-beta'))));
    expect(suggested()).toContain('match: { pipeline: shop, stage: Verify }');
  });

  test('asks what an unexplained action between the environments does, and a load test it is then', () => {
    const text = declaration(
      'shop',
      stage('Gamma', deployment('Deploy', 'shop-gamma'), action('Peak', 'Invoke', 'Lambda', { FunctionName: 'peak' })),
      stage('Prod', deployment('Deploy', 'shop-prod')),
    );
    shop.write('pipeline.json', text);
    const lines = suggested();
    expect(lines).toContain('match: { stage: Gamma, action: Peak }');
    shop.write('tollgate.yaml', lines.replace('activity:', 'activity: load-test'));
    const { findings } = JSON.parse(shop.tollgate('check', '--format', 'json').stdout) as Report;
    expect(findings.find((it) => it.rule === 'pipeline/load-test')!.outcome).toBe('pass');
  });

  test('asks for a bake that may stand out of sight', () => {
    const codeDeploy = { ApplicationName: 'shop', DeploymentGroupName: 'gamma' };
    const text = declaration(
      'shop',
      stage('Gamma', action('Deploy', 'Deploy', 'CodeDeploy', codeDeploy)),
      stage('Prod', deployment('Deploy', 'shop-prod')),
    );
    shop.write('pipeline.json', text);
    const lines = suggested();
    expect(lines).toMatch(/bakes:\n.*\n {2}- minutes:/);
    shop.write('tollgate.yaml', lines.replace('minutes:', 'minutes: 60').replace('watched:', 'watched: true'));
    const { findings } = JSON.parse(shop.tollgate('check', '--format', 'json').stdout) as Report;
    expect(findings.find((it) => it.rule === 'pipeline/bake-time')!.outcome).toBe('pass');
  });

  test('suggests nothing where everything is known, though it fails', () => {
    shop.write('pipeline.json', declaration('shop', stage('Prod', deployment('Deploy', 'shop-prod'))));
    expect(shop.tollgate('check').exit).toBe(1);
    expect(suggested()).toBe('');
  });

  test('shows five entries and counts the others', () => {
    const stages = Array.from({ length: 7 }, (_, index) =>
      stage(`Step${index}x`, deployment('Deploy', `shop-{{environment${index}}}`)),
    );
    shop.write('pipeline.json', declaration('shop', ...stages));
    const lines = suggested();
    expect(lines.match(/- name/g)).toHaveLength(5);
    expect(lines).toContain('# and 2 more: tollgate init writes them all');
  });

  test('keeps a name that YAML would read otherwise', () => {
    const name = 'Verify: {now}, #1';
    const text = declaration(
      'shop',
      stage(name, deployment('Deploy', 'shop-{{environment}}')),
      stage('Prod', deployment('Deploy', 'shop-prod')),
    );
    shop.write('pipeline.json', text);
    shop.write('tollgate.yaml', suggested().replace('tier:', 'tier: pre-production'));
    expect(outcomes()).not.toContain('undetermined');
  });
});
