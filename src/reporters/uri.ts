/**
 * A file's name as a URI: relative names stay relative, with `/` between their parts; absolute ones become `file:` URIs.
 * A backslash counts as a separator, as on Windows.
 */
export function toUri(file: string): string {
  const parts = file.replace(/\\/g, '/').split('/');
  const drive = /^[A-Za-z]:$/.test(parts[0]!);
  const encoded = parts.map((part, index) => (index === 0 && drive ? part : encode(part))).join('/');
  if (drive) return `file:///${encoded}`;
  return file.startsWith('/') ? `file://${encoded}` : encoded;
}

/** Percent-encoded; half a surrogate pair, which UTF-8 cannot hold, becomes the replacement character. */
function encode(part: string): string {
  return encodeURIComponent(part.replace(LONE_SURROGATE, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
