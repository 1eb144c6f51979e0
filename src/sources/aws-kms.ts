import { TollgateError } from '../errors.js';

/** The part of `@aws-sdk/client-kms` that is used, so that the package may be absent when this is built. */
interface KmsModule {
  readonly KMSClient: new (config: object) => { send(command: object): Promise<KmsAnswer> };
  readonly GetPublicKeyCommand: new (input: { KeyId: string }) => object;
  readonly SignCommand: new (input: {
    KeyId: string;
    Message: Uint8Array;
    MessageType: 'DIGEST';
    SigningAlgorithm: 'ECDSA_SHA_256';
  }) => object;
}

interface KmsAnswer {
  readonly PublicKey?: Uint8Array;
  readonly KeySpec?: string;
  readonly KeyUsage?: string;
  readonly Signature?: Uint8Array;
}

/** AWS KMS, with the credentials and Region that the AWS SDK finds by itself. */
export interface AwsKms {
  publicKey(keyId: string): Promise<{ readonly der: Uint8Array; readonly spec: string; readonly usage: string }>;
  signDigest(keyId: string, digest: Uint8Array): Promise<Uint8Array>;
}

/**
 * Opens AWS KMS.
 *
 * @param load imports the SDK; tests hand in another one.
 * @throws TollgateError KEY when the SDK is not installed.
 */
export async function openAwsKms(load: () => Promise<unknown> = importSdk): Promise<AwsKms> {
  const sdk = (await load().catch(() => {
    throw new TollgateError('KEY', 'signing with AWS KMS needs the package @aws-sdk/client-kms', {
      hint: 'Install it beside tollgate: `npm install @aws-sdk/client-kms`.',
    });
  })) as KmsModule;
  const client = new sdk.KMSClient({});
  return {
    async publicKey(KeyId) {
      const answer = await asked(client.send(new sdk.GetPublicKeyCommand({ KeyId })));
      if (!answer.PublicKey) throw new TollgateError('KEY', 'AWS KMS gave no public key');
      return { der: answer.PublicKey, spec: answer.KeySpec ?? 'unknown', usage: answer.KeyUsage ?? 'unknown' };
    },
    async signDigest(KeyId, Message) {
      const input = { KeyId, Message, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' } as const;
      const answer = await asked(client.send(new sdk.SignCommand(input)));
      if (!answer.Signature) throw new TollgateError('KEY', 'AWS KMS gave no signature');
      return answer.Signature;
    },
  };
}

/** The name is a variable, so that neither compiler nor bundler asks for the package. */
function importSdk(): Promise<unknown> {
  const name = '@aws-sdk/client-kms';
  return import(name);
}

async function asked(answer: Promise<KmsAnswer>): Promise<KmsAnswer> {
  try {
    return await answer;
  } catch (error) {
    const { name, message } = error as Error;
    throw new TollgateError('KEY', `AWS KMS refused: ${name}: ${message}`, {
      hint: 'Check Region, credentials and the permissions kms:GetPublicKey and kms:Sign.',
    });
  }
}
