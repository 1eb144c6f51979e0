import { spawn } from 'node:child_process';
import { TollgateError } from '../errors.js';

/**
 * Signs with `ssh-keygen -Y sign`, which asks for the passphrase itself and knows the agent.
 *
 * @param keyFile the private key, or the public one when an agent holds the other half.
 * @returns the armoured signature.
 * @throws TollgateError KEY when ssh-keygen is missing or does not sign.
 */
export function sshSign(keyFile: string, namespace: string, message: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('ssh-keygen', ['-Y', 'sign', '-n', namespace, '-f', keyFile], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [signed, said] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      signed += chunk.toString('latin1');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stdin.on('error', () => {}); // it ends before it has read: its exit code says so
    child.on('error', () => reject(failed('ssh-keygen cannot be run', 'Install OpenSSH 8.2 or newer.')));
    child.on('close', (code) => {
      if (code === 0) resolve(signed);
      else
        reject(
          failed(
            `ssh-keygen did not sign with ${keyFile}: ${said.trim().split('\n').at(-1) || `it ended with ${code}`}`,
            'Check the key with `ssh-add -l` or `ssh-keygen -l -f FILE`.',
          ),
        );
    });
    child.stdin.end(message);
  });
}

function failed(message: string, hint: string): TollgateError {
  return new TollgateError('KEY', message, { hint });
}
