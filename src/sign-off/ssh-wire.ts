/** Reads the data types of SSH (RFC 4251 §5). Every method throws a RangeError when the bytes end too early. */
export class SshReader {
  private at = 0;
  private readonly view: Buffer;

  constructor(bytes: Uint8Array) {
    this.view = Buffer.from(bytes);
  }

  /** Fixed letters. */
  expect(letters: string): void {
    if (this.take(letters.length).toString('latin1') !== letters) throw new RangeError(`not ${letters}`);
  }

  byte(): number {
    return this.take(1).readUInt8();
  }

  number(): number {
    return this.take(4).readUInt32BE();
  }

  bytes(): Buffer {
    return this.take(this.number());
  }

  text(): string {
    return this.bytes().toString('latin1');
  }

  /** A non-negative `mpint`, without leading zeros. Only its shortest form is taken. */
  integer(): Buffer {
    const bytes = this.bytes();
    if (bytes.length === 0 || bytes[0]! >= 0x80) throw new RangeError('a number that is not positive');
    if (bytes[0] !== 0) return bytes;
    if (bytes.length === 1 || bytes[1]! < 0x80) throw new RangeError('a number not in its shortest form');
    return bytes.subarray(1);
  }

  /** Nothing may follow. */
  end(): void {
    if (this.at !== this.view.length) throw new RangeError('bytes too many');
  }

  private take(length: number): Buffer {
    if (this.at + length > this.view.length) throw new RangeError('bytes too few');
    this.at += length;
    return this.view.subarray(this.at - length, this.at);
  }
}

/** A `string` of SSH: its length and its bytes. */
export function sshString(value: string | Uint8Array): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
