import { SourceText } from '../../../model/located.js';
import { offsetsOf } from '../../syntax/embedded.js';
import type { ScalarNode } from '../../syntax/tree.js';

/** The text that a JSON string stands for: its offsets count in that text, its lines and columns are those of the JSON file. */
export class WrittenInJson extends SourceText {
  private offsets: readonly number[] | undefined;

  constructor(private readonly scalar: ScalarNode) {
    super(scalar.source.file, scalar.text);
  }

  override position(offset: number): { line: number; column: number } {
    this.offsets ??= offsetsOf(this.scalar);
    return this.scalar.source.position(this.offsets[offset] ?? this.scalar.end);
  }

  override line(number: number): string {
    return this.scalar.source.line(number);
  }
}
