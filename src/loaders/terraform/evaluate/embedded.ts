import { TollgateError } from '../../../errors.js';
import { type Hole, type Part, SourceText, type Span, type Value } from '../../../model/located.js';
import { parseDocument } from '../../syntax/parse.js';
import { isNull, type Node, spanOf, toPlain } from '../../syntax/tree.js';
import { type Datum, fromParts, type TextDatum, type TextPiece, type UnknownDatum } from './datum.js';

/** Stands around the number of a hole inside a document's text: private-use characters that YAML and JSON let through. */
const HOLE = /\ue000(\d+)\ue001/;

/** A YAML or JSON document that stands inside a text of the module, and the way from it back to the module. */
export class EmbeddedDocument {
  private constructor(
    readonly root: Node,
    private readonly map: PieceMap,
    private readonly holes: readonly Hole[],
  ) {}

  /** Reads the document in a text, also when parts of it are unknown; undefined when it is neither YAML nor JSON. */
  static read(datum: TextDatum | UnknownDatum): EmbeddedDocument | undefined {
    const holes: Hole[] = [];
    const pieces = datum.pieces ?? [{ parts: datum.kind === 'text' ? [datum.value] : datum.parts, span: datum.span }];
    const map = new PieceMap(pieces, (hole) => `\ue000${holes.push(hole) - 1}\ue001`);
    try {
      const root = parseDocument(new SourceText(datum.span.source.file, map.text));
      return root && new EmbeddedDocument(root, map, holes);
    } catch (error) {
      if (error instanceof TollgateError) return undefined;
      throw error;
    }
  }

  /** A value read from the document, as a value of the module: unknown where the text was, and standing where it stood. */
  restore(value: Value): Value {
    const span = this.span(value.span);
    if (!value.known)
      return {
        ...value,
        span,
        parts: value.parts.flatMap((part) => (typeof part === 'string' ? this.parts(part) : [part])),
      };
    if (!HOLE.test(value.value)) return { ...value, span };
    const parts = this.parts(value.value);
    return { known: false, expression: expressionOf(parts), parts, span };
  }

  /** Where a stretch of the document stands in the module. */
  span(span: Span): Span {
    return this.map.span(span.start, span.end);
  }

  /** The whole document as a datum. */
  datum(): Datum {
    return this.datumOf(this.root);
  }

  private datumOf(node: Node): Datum {
    const span = this.span(spanOf(node));
    if (node.kind === 'list') return { kind: 'list', items: node.items.map((item) => this.datumOf(item)), span };
    if (node.kind === 'map')
      return {
        kind: 'object',
        entries: new Map(node.entries.map(({ key, value }) => [key.text, this.datumOf(value)])),
        span,
      };
    if (isNull(node)) return { kind: 'null', span };
    if (HOLE.test(node.text)) {
      const parts = this.parts(node.text);
      return fromParts(parts, expressionOf(parts), span);
    }
    const value = toPlain(node);
    if (typeof value === 'number') return { kind: 'number', value, span };
    if (typeof value === 'boolean') return { kind: 'boolean', value, span };
    return { kind: 'text', value: node.text, span };
  }

  private parts(text: string): Part[] {
    return text.split(HOLE).flatMap((piece, index): Part[] => {
      if (index % 2 === 1) return [this.holes[Number(piece)]!];
      return piece === '' ? [] : [piece];
    });
  }
}

function expressionOf(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : `\${${part.expression}}`)).join('');
}

/** A text put together from pieces, and where each stood. */
class PieceMap {
  readonly text: string;
  private readonly starts: number[] = [];
  private readonly pieces: readonly { readonly span: Span; readonly verbatim: boolean }[];

  constructor(pieces: readonly TextPiece[], spell: (hole: Hole) => string) {
    let text = '';
    this.pieces = pieces.map(({ parts, span }) => {
      this.starts.push(text.length);
      text += parts.map((part) => (typeof part === 'string' ? part : spell(part))).join('');
      const verbatim = parts.length === 1 && typeof parts[0] === 'string' && parts[0].length === span.end - span.start;
      return { span, verbatim };
    });
    this.text = text;
  }

  span(start: number, end: number): Span {
    const first = this.find(start);
    const last = this.find(Math.max(start, end - 1));
    const from = this.offset(first, start, 0);
    const to = this.offset(last, Math.max(start, end - 1), 1);
    const { source } = this.pieces[first]!.span;
    const sameSource = source === this.pieces[last]!.span.source;
    return { source, start: from, end: sameSource ? Math.max(from, end === start ? from : to) : from };
  }

  /** The piece that an offset of the text falls into. */
  private find(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private offset(index: number, offset: number, after: 0 | 1): number {
    const { span, verbatim } = this.pieces[index]!;
    if (!verbatim) return after === 0 ? span.start : span.end;
    return Math.min(span.start + offset - this.starts[index]! + after, span.end);
  }
}
