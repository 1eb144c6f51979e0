/** A key is not one that can be used. The message never holds key material. */
export class KeyError extends Error {
  constructor(
    message: string,
    readonly why: 'unusable' | 'passphrase-needed' | 'passphrase-wrong' = 'unusable',
  ) {
    super(message);
    this.name = 'KeyError';
  }
}
