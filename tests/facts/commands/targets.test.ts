import { describe, expect, it } from 'vitest';
import { readCommands } from '../../../src/facts/commands/read-commands.js';

function targets(...lines: readonly string[]): readonly string[] {
  return (
    readCommands(lines).filter((reading) => ['deploy', 'migrate', 'load-test', 'tear-down'].includes(reading.effect))[0]
      ?.targets ?? []
  );
}

describe('words that may name what a command changes', () => {
  it.each([
    ['cdk deploy Prod/*', ['Prod/*']],
    ['cdk deploy -c env=prod -c version=3 Web', ['prod', 'Web']],
    ['cdk -a . deploy PipelineStack --require-approval=never --verbose', ['PipelineStack']],
    ['sls deploy --stage prod', ['prod']],
    ['sls deploy -s=prod', ['prod']],
    ['STAGE=prod sls deploy', ['prod']],
    ['env STAGE=prod sls deploy', ['prod']],
    ['NODE_ENV=production sls deploy --stage dev', ['dev']],
    [
      'aws cloudformation deploy --stack-name web-prod --template-file t.yml --parameter-overrides Version=3 Environment=prod',
      ['web-prod', 'prod'],
    ],
    [
      'aws cloudformation update-stack --stack-name web --parameters ParameterKey=Env,ParameterValue=prod ParameterKey=X,ParameterValue=y',
      ['web', 'prod'],
    ],
    ['aws ecs update-service --cluster prod-cluster --service web --force-new-deployment', ['prod-cluster', 'web']],
    ['aws s3 sync build s3://site-prod', ['s3://site-prod']],
    ['terraform apply -var-file=prod.tfvars -auto-approve', ['prod.tfvars']],
    ['terraform -chdir=envs/prod apply', ['envs/prod']],
    ['kubectl -n prod apply -f k8s/prod', ['prod', 'k8s/prod']],
    ['helm upgrade --install web ./chart -n prod -f values-prod.yaml', ['prod', 'values-prod.yaml', 'web', './chart']],
    ['ansible-playbook -i inventories/prod site.yml', ['inventories/prod', 'site.yml']],
    ['make deploy ENV=prod', ['deploy', 'prod']],
    ['npm run deploy:prod', ['deploy:prod']],
    ['npm run deploy -- --stage prod', ['deploy', 'prod']],
    ['./scripts/deploy.sh prod eu-west-1', ['deploy.sh', 'prod', 'eu-west-1']],
    ['aws-vault exec prod-admin -- terraform apply', ['prod-admin']],
    ['ssh deploy@prod-1 "docker compose up -d"', ['deploy@prod-1']],
    ['rsync -a dist/ web@prod-1:/srv', ['web@prod-1:/srv']],
    ['sls deploy --stage $STAGE', ['$STAGE']],
    [`sls deploy --stage "\${{ inputs.environment }}"`, [`\${{ inputs.environment }}`]],
    ['k6 run -e ENV=staging x.js', ['staging', 'x.js']],
  ])('%s', (line, expected) => {
    expect(targets(line)).toEqual(expected);
  });

  it('include what was set or selected before', () => {
    expect(targets('export STAGE=prod', 'npm run deploy')).toEqual(['deploy', 'prod']);
    expect(targets('ENV=prod', 'sls deploy --stage $ENV')).toEqual(['prod']);
    expect(targets('terraform workspace select prod', 'terraform apply')).toEqual(['prod']);
    expect(targets('kubectl config use-context prod', 'helm upgrade web ./chart')).toEqual(['web', './chart', 'prod']);
    expect(targets('aws eks update-kubeconfig --name prod-eks', 'kubectl apply -f x.yml')).toEqual([
      'x.yml',
      'prod-eks',
    ]);
    expect(targets('cd envs/prod', 'terraform apply')).toEqual(['envs/prod']);
    expect(targets('SCRIPT=./deploy.sh', '$SCRIPT prod')).toEqual(['deploy.sh', 'prod']);
  });

  it('leave out what is only set on one of several ways', () => {
    expect(targets('if [ x ]; then T=prod; else T=dev; fi', 'sls deploy --stage $T')).toEqual(['$T']);
  });
});
