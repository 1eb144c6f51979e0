import type { Part } from '../../../model/located.js';
import { elements } from '../evaluate/access.js';
import { type Datum, EvaluationError, fromParts, scalarOf, type TextPiece, unknownFrom } from '../evaluate/datum.js';
import { EmbeddedDocument } from '../evaluate/embedded.js';
import { argument, type Call, originOf, pure, type TerraformFunction } from './call-types.js';

/** Functions between structures and texts. What was encoded is kept beside the text, so that decoding loses nothing. */
export const ENCODING_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  jsonencode: encode,
  // JSON is YAML: what reads the text reads either.
  yamlencode: encode,
  jsondecode: decode,
  yamldecode: decode,
  base64encode: pure((text: string) => Buffer.from(text, 'utf8').toString('base64')),
  base64decode: pure((text: string) => Buffer.from(text, 'base64').toString('utf8')),
  urlencode: pure((text: string) => encodeURIComponent(text).replace(/%20/g, '+')),
};

function encode(call: Call): Datum {
  const datum = argument(call, 0);
  const pieces = jsonPieces(datum);
  const parts = pieces.flatMap((piece) => piece.parts);
  return { ...fromParts(parts, call.text, call.span, originOf(call.args)), decoded: datum, pieces };
}

function decode(call: Call): Datum {
  const datum = argument(call, 0);
  if (datum.kind !== 'text' && datum.kind !== 'unknown') throw new EvaluationError(`${call.text} wants a text`);
  if (datum.decoded) return datum.decoded;
  if (datum.kind === 'unknown' && !datum.pieces) return unknownFrom([datum], call.text, call.span);
  const decoded = EmbeddedDocument.read(datum)?.datum();
  if (decoded) return decoded;
  throw new EvaluationError(`the text given to ${call.text} cannot be decoded`);
}

/** The JSON of a value in pieces that know where they stand, with what is unknown inside its strings. */
export function jsonPieces(datum: Datum): TextPiece[] {
  const { span } = datum;
  const piece = (...parts: readonly Part[]): TextPiece => ({ parts, span });
  switch (datum.kind) {
    case 'null':
      return [piece('null')];
    case 'number':
    case 'boolean':
      return [piece(String(datum.value))];
    case 'text':
      return [piece('"'), piece(escaped(datum.value)), piece('"')];
    case 'unknown':
      return [piece('"', ...datum.parts.map((part) => (typeof part === 'string' ? escaped(part) : part)), '"')];
    case 'list':
      return [piece('['), ...separated(datum.items.map(jsonPieces), piece(',')), piece(']')];
    case 'object': {
      const members = elements(datum).filter((element) => !element.spread);
      const pieces = members.map(({ key, value }) => [piece(JSON.stringify(scalarOf(key)), ':'), ...jsonPieces(value)]);
      return [piece('{'), ...separated(pieces, piece(',')), piece('}')];
    }
  }
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function separated(groups: readonly (readonly TextPiece[])[], comma: TextPiece): TextPiece[] {
  return groups.flatMap((group, index) => (index === 0 ? group : [comma, ...group]));
}
