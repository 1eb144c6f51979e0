import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ACTIVITIES } from '../../../src/facts/pipeline/types.js';
import { loadConfig } from '../../../src/loaders/config.js';
import { SourceText } from '../../../src/model/located.js';
import { Shop } from '../shop.js';
import { declaration, deployment, stage } from '../suggestions.js';

const TEXT = declaration(
  'shop',
  stage('Gamma', deployment('Deploy', 'shop-gamma')),
  stage('Verify', deployment('Deploy', 'shop-{{environment}}')),
  stage('Prod', deployment('Deploy', 'shop-prod')),
);

const TEMPLATE = `Parameters:
  Target: { Type: String }
Resources:
  Cart:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: Release
          Actions:
            - Name: Deploy
              ActionTypeId: { Category: Deploy, Owner: AWS, Provider: CloudFormation, Version: '1' }
              Configuration: { ActionMode: CREATE_UPDATE, StackName: !Ref Target }
`;

function problemsOf(text: string): string[] {
  return loadConfig(new SourceText('tollgate.yaml', text), { activities: ACTIVITIES }).problems.map((it) => it.message);
}

/** The file with its entries taken in: one `# ` less before every line that is YAML. */
function uncommented(text: string): string {
  return text
    .split('\n')
    .filter((line) => line === 'version: 1' || /^# (( {2,})|\w+:($| ))/.test(line))
    .map((line) => line.replace(/^# /, ''))
    .filter((line) => !/^ {2,}\S+\/\S+ +(pre-)?production/.test(line))
    .join('\n');
}

describe('tollgate init', () => {
  let shop: Shop;
  beforeEach(() => {
    shop = new Shop();
    shop.write('pipeline.json', TEXT);
  });
  afterEach(() => shop.remove());

  test('writes a file that changes no verdict by itself', () => {
    const findings = () => JSON.parse(shop.tollgate('check', '--format', 'json').stdout).findings;
    const before = findings();
    const run = shop.tollgate('init');
    expect([run.exit, run.stderr]).toEqual([0, '']);
    expect(problemsOf(shop.read('tollgate.yaml'))).toEqual([]);
    expect(findings()).toEqual(before);
  });

  test('shows what was understood with its evidence, and asks for what was not', () => {
    const text = shop.tollgate('init', '--print').stdout;
    expect(text).toMatch(/#\s+Gamma\/Deploy\s+pre-production \(gamma\), by stage "Gamma"/);
    expect(text).toMatch(/#\s+Prod\/Deploy\s+production \(prod\w*\), by stage "Prod"/);
    expect(text).not.toMatch(/Verify\/Deploy\s+(pre-)?production/);
    expect(text).toContain('#     match: { stage: Verify }');
  });

  test('writes every rule about pipelines, and no other, with the defaults that are in force', () => {
    const text = shop.tollgate('init', '--print').stdout;
    const rules = JSON.parse(shop.tollgate('rules', 'list', '--format', 'json').stdout) as { id: string }[];
    for (const { id } of rules) expect(text.includes(`#   ${id}: `), id).toBe(id.startsWith('pipeline/'));
    expect(text).toContain('pipeline/three-pre-production-stages: { severity: blocker, params: { minimum: 3 } }');
  });

  test('is good YAML for its reader with every entry taken in and filled in', () => {
    shop.write('cart.yaml', TEMPLATE);
    const text = uncommented(shop.tollgate('init', '--print').stdout);
    expect(problemsOf(text).join()).toContain('has no "tier"');
    const filled = text.replaceAll('tier:  #', 'tier: production  #').replaceAll('activity:  #', 'activity: bake  #');
    expect(problemsOf(filled)).toEqual([]);
  });

  test('names parameters that have no default', () => {
    shop.write('cart.yaml', TEMPLATE);
    expect(shop.tollgate('init', '--print').stdout).toContain('#   Target:  # in Cart');
    expect(shop.tollgate('init', '--print', '-p', 'Target=cart-prod').stdout).not.toContain('Target:');
  });

  test('points editors at the schema that the package brings', () => {
    const [first] = shop.tollgate('init', '--print').stdout.split('\n');
    const path = /^# yaml-language-server: \$schema=(.*)$/.exec(first!)![1]!;
    shop.write('node_modules/.keep', '');
    symlinkSync(process.cwd(), join(shop.root, 'node_modules/tollgate'));
    expect(existsSync(join(shop.root, path))).toBe(true);
  });

  test('prints without writing', () => {
    shop.tollgate('init', '--print');
    expect(readdirSync(shop.root).filter((name) => name !== '.git')).toEqual(['pipeline.json']);
  });

  test('replaces nothing unless it is forced', () => {
    shop.write('tollgate.yaml', 'requireProduction: true\n');
    const run = shop.tollgate('init');
    expect(run.exit).toBe(3);
    expect(run.stderr).toContain('--force');
    expect(shop.read('tollgate.yaml')).toBe('requireProduction: true\n');
    expect(shop.tollgate('init', '--force').exit).toBe(0);
    expect(shop.read('tollgate.yaml')).toContain('version: 1');
  });

  test('leaves no temporary file, and says what to do next', () => {
    const run = shop.tollgate('init');
    expect(run.stdout).toContain('tollgate check');
    expect(readdirSync(shop.root).sort()).toEqual(['.git', 'pipeline.json', 'tollgate.yaml']);
  });

  test('shows no secret', () => {
    shop.write('pipeline.json', TEXT.replaceAll('Verify', 'ghp_0123456789abcdefghijABCDEFGHIJ012345'));
    expect(shop.tollgate('init', '--print').stdout).not.toContain('ghp_0123456789');
  });
});
