/** An action of a pipeline declaration, as `get-pipeline` writes it. */
export function action(name: string, category: string, provider: string, configuration: Record<string, string> = {}) {
  return { name, actionTypeId: { category, owner: 'AWS', provider, version: '1' }, configuration };
}

/** A CloudFormation deployment of a stack. */
export function deployment(name: string, stack: string) {
  return action(name, 'Deploy', 'CloudFormation', {
    ActionMode: 'CREATE_UPDATE',
    StackName: stack,
    TemplatePath: 'Out::shop.yaml',
  });
}

/** A stage; its actions run one after another. */
export function stage(name: string, ...actions: ReturnType<typeof action>[]) {
  return { name, actions: actions.map((it, index) => ({ ...it, runOrder: index + 1 })) };
}

/** A declaration of these stages after a source, as JSON. */
export function declaration(name: string, ...stages: ReturnType<typeof stage>[]): string {
  const source = stage('Source', action('Checkout', 'Source', 'CodeCommit', { RepositoryName: name }));
  return JSON.stringify({ pipeline: { name, stages: [source, ...stages] } }, null, 2);
}
