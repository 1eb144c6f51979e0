import { TollgateError } from '../../errors.js';
import { locate, type SourceText } from '../../model/located.js';

/** A property of an iCalendar file, unfolded: `DTSTART;TZID=Asia/Tokyo:20260101T000000`. */
export interface ContentLine {
  /** In capitals. */
  readonly name: string;
  /** By name in capitals, quotes removed. */
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
  /** As written, but for its folds. */
  readonly text: string;
  /** Where it begins in the file. */
  readonly start: number;
}

/** What stands between `BEGIN:X` and `END:X`. */
export interface CalendarComponent {
  /** In capitals. */
  readonly name: string;
  readonly properties: readonly ContentLine[];
  readonly components: readonly CalendarComponent[];
  /** Every line of it, its own `BEGIN` and `END` included. */
  readonly lines: readonly string[];
  readonly start: number;
}

/** https://www.rfc-editor.org/rfc/rfc5545#section-3.1 */
const LINE = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):([\s\S]*)$/;

/**
 * The one calendar of a file.
 *
 * @throws TollgateError SYNTAX at the first line that no calendar can hold.
 */
export function readCalendarFile(source: SourceText): CalendarComponent {
  const tree = new ComponentTree(source);
  for (const line of unfolded(source)) tree.take(line);
  return tree.calendar();
}

interface Open {
  readonly name: string;
  readonly start: number;
  readonly properties: ContentLine[];
  readonly components: CalendarComponent[];
  readonly lines: string[];
}

/** Puts lines into the components that they stand in. */
class ComponentTree {
  private readonly open: Open[] = [];
  private whole: CalendarComponent | undefined;

  constructor(private readonly source: SourceText) {}

  take(line: Unfolded): void {
    const content = contentOf(line, this.source);
    const word = content.value.trim().toUpperCase();
    if (content.name === 'BEGIN') this.begin(word, line.start);
    for (const component of this.open) component.lines.push(line.text);
    if (content.name === 'END') this.end(word, line.start);
    else if (content.name !== 'BEGIN') this.property(content);
  }

  private begin(name: string, start: number): void {
    if (this.whole) throw wrong(this.source, start, 'a second calendar begins', 'Keep one calendar per file.');
    if (this.open.length === 0 && name !== 'VCALENDAR')
      throw wrong(this.source, start, `BEGIN:${name} stands outside a calendar`);
    this.open.push({ name, start, properties: [], components: [], lines: [] });
  }

  private end(name: string, start: number): void {
    const closed = this.open.pop();
    if (closed?.name !== name)
      throw wrong(
        this.source,
        start,
        `END:${name} closes what ${closed ? `BEGIN:${closed.name} opened` : 'nothing opened'}`,
      );
    const parent = this.open.at(-1);
    if (parent) parent.components.push(closed);
    else this.whole = closed;
  }

  private property(content: ContentLine): void {
    const component = this.open.at(-1);
    if (!component) throw wrong(this.source, content.start, `${content.name} stands outside a calendar`);
    component.properties.push(content);
  }

  calendar(): CalendarComponent {
    const unclosed = this.open.at(-1);
    if (unclosed) throw wrong(this.source, unclosed.start, `BEGIN:${unclosed.name} is never closed`);
    if (!this.whole) throw wrong(this.source, 0, 'no calendar begins (BEGIN:VCALENDAR)');
    return this.whole;
  }
}

/** The first property of a name. */
export function property(component: CalendarComponent, name: string): ContentLine | undefined {
  return component.properties.find((line) => line.name === name);
}

/** What is wrong with a calendar, at its line. */
export function wrong(source: SourceText, start: number, message: string, hint?: string): TollgateError {
  return new TollgateError('SYNTAX', message, {
    location: locate({ source, start, end: start }),
    hint: hint ?? 'Export the calendar again as iCalendar 2.0 (.ics). Until it can be read, no window is outside it.',
  });
}

interface Unfolded {
  readonly text: string;
  readonly start: number;
}

function unfolded({ text }: SourceText): Unfolded[] {
  const lines: { text: string; start: number }[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).replace(/\r$/, '');
    const last = lines.at(-1);
    if (/^[ \t]/.test(line) && last) last.text += line.slice(1);
    else if (line.trim() !== '') lines.push({ text: line, start });
    start = end + 1;
  }
  return lines;
}

function contentOf({ text, start }: Unfolded, source: SourceText): ContentLine {
  const match = LINE.exec(text);
  if (!match) throw wrong(source, start, `"${text.slice(0, 60)}" is no property of a calendar (NAME:value)`);
  const [, name = '', given = '', value = ''] = match;
  const params = new Map(
    [...given.matchAll(/;([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)/g)].map(([, key = '', word = '']) => [
      key.toUpperCase(),
      word.replace(/^"|"$/g, ''),
    ]),
  );
  return { name: name.toUpperCase(), params, value, text, start };
}
