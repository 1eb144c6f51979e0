// Draws docs/check.svg: what a terminal shows after a check of the examples, taken from a real run.
// Usage: node scripts/render-picture.mjs [--check]     (--check writes nothing and exits 1 when the picture is not current)
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'docs/check.svg';
const ARGUMENTS = ['check', 'examples/orders', 'examples/payments'];

const CELL = { width: 8.4, height: 20 };
const MARGIN = { side: 24, top: 58, bottom: 22 };
const COLUMNS = 80;

/** SGR codes to what they look like; 22 ends bold and dim, 39 the colour. */
const COLORS = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 36: '#79c0ff', 90: '#8b949e' };
const PLAIN = { color: '#d7dee7', bold: false, dim: false };

const run = spawnSync(process.execPath, ['bin/tollgate.js', ...ARGUMENTS], {
  encoding: 'utf8',
  env: { PATH: process.env.PATH, FORCE_COLOR: '1' },
});
if (run.status !== 1) throw new Error(`tollgate ${ARGUMENTS.join(' ')} exited ${run.status}: ${run.stderr}`);
const picture = draw(`$ tollgate ${ARGUMENTS.join(' ')}`, run.stdout.trimEnd().split('\n'));

const current = (() => {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return undefined;
  }
})();
if (current === picture) console.log(`${FILE} is current`);
else if (process.argv.includes('--check')) {
  console.error(`${FILE} is not current: npm run render`);
  process.exitCode = 1;
} else {
  writeFileSync(FILE, picture);
  console.log(`wrote ${FILE}`);
}

function draw(command, lines) {
  const width = Math.ceil(MARGIN.side * 2 + COLUMNS * CELL.width);
  const rows = [[{ ...PLAIN, bold: true, text: command, at: 0 }], [], ...spansOf(lines)];
  const height = MARGIN.top + rows.length * CELL.height + MARGIN.bottom;
  const middle = width / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="What tollgate check prints: a blocked pipeline with the reasons and remedies, and one that passes">
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace; white-space: pre }
.title { font: 12px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #8b949e }
.b { font-weight: 700 }
</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="#0d1117" stroke="#30363d"/>
<path d="M0.5 10.5a10 10 0 0 1 10-10H${width - 10.5}a10 10 0 0 1 10 10V36.5H0.5Z" fill="#161b22" stroke="#30363d"/>
<circle cx="20" cy="18.5" r="6" fill="#ff5f57"/><circle cx="40" cy="18.5" r="6" fill="#febc2e"/><circle cx="60" cy="18.5" r="6" fill="#28c840"/>
<text class="title" x="${middle}" y="23" text-anchor="middle">tollgate</text>
${rows.map(drawRow).filter(Boolean).join('\n')}
</svg>
`;
}

function drawRow(spans, index) {
  if (spans.length === 0) return '';
  const y = MARGIN.top + 6 + index * CELL.height;
  return `<text y="${y}" xml:space="preserve">${spans.map(drawSpan).join('')}</text>`;
}

/** Every run of letters is put at its column and stretched to its cells, so that any font lines up. */
function drawSpan({ text, at, color, bold, dim }) {
  const x = round(MARGIN.side + at * CELL.width);
  const length = round(text.length * CELL.width);
  const fill = dim ? '#8b949e' : color;
  return `<tspan x="${x}" textLength="${length}" lengthAdjust="spacingAndGlyphs" fill="${fill}"${bold ? ' class="b"' : ''}>${markup(text)}</tspan>`;
}

/** Lines with SGR codes to runs of one look. The look goes on over the ends of lines. */
function spansOf(lines) {
  let look = PLAIN;
  return lines.map((line) => {
    const spans = [];
    let at = 0;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is read here
    for (const piece of line.split(/(\x1b\[\d+m)/)) {
      const code = piece.startsWith('\x1b[') ? Number(piece.slice(2, -1)) : undefined;
      if (code !== undefined) look = lookAfter(look, code);
      else {
        const text = piece.trimStart();
        const start = at + piece.length - text.length;
        at += piece.length;
        if (text.trimEnd() !== '') spans.push({ ...look, text: text.trimEnd(), at: start });
      }
    }
    return spans;
  });
}

function lookAfter(look, code) {
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 39) return { ...look, color: PLAIN.color };
  if (code === 0) return PLAIN;
  if (COLORS[code]) return { ...look, color: COLORS[code] };
  throw new Error(`the picture does not know the SGR code ${code}`);
}

function round(number) {
  return Math.round(number * 100) / 100;
}

function markup(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
