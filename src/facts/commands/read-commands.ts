export type CommandEffect =
  | 'deploy'
  | 'tear-down'
  | 'plan'
  | 'publish'
  | 'migrate'
  | 'rollback'
  | 'fault-injection'
  | 'load-test'
  | 'integration-test'
  | 'unit-test'
  | 'security-scan'
  | 'build'
  | 'wait'
  | 'notify'
  | 'nothing'
  | 'start-pipeline'
  | 'unknown';
export interface CommandReading {
  readonly effect: CommandEffect;
  readonly tool: string;
  readonly line: number;
  readonly text: string;
  readonly waitMinutes?: number;
  readonly targets: readonly string[];
  readonly mayFail: boolean;
  readonly conditional: boolean;
}
export function readCommands(lines: readonly string[]): CommandReading[] {
  return lines.map((text, line) => {
    const effect: CommandEffect =
      /cdk .*deploy|cloudformation deploy|update-function-code|terraform apply|kubectl apply|sam deploy|update-service/.test(
        text,
      )
        ? 'deploy'
        : /^\s*(echo|#)/.test(text)
          ? 'nothing'
          : 'unknown';
    return { effect, tool: effect, line, text, targets: text.split(' '), mayFail: false, conditional: false };
  });
}
export function isOnlyEcho(lines: readonly string[]): boolean {
  return lines.every((line) => /^\s*(echo|#|printf|true)/.test(line));
}
