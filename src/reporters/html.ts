import type { Note, Problem, Report, RuleSummary, Subject } from '../model/report.js';
import { createExcerptReader } from './excerpt.js';
import { type FindingPage, renderArticle, renderExcerpt, renderPlace, renderQuietItem } from './html-finding.js';
import { STYLE } from './html-style.js';
import { type Content, Html, html } from './html-template.js';
import type { ReportOptions } from './options.js';
import { groupFindings, orderSubjects, troubleOf } from './order.js';
import { quietCounts, reasonsNothingApplies } from './phrases.js';
import {
  concludes,
  countFindings,
  countsInWords,
  explainConclusion,
  plural,
  problemsTitle,
  summarize,
} from './summary.js';

const HEADLINES = { block: 'Block', incomplete: 'Not decided', pass: 'Pass' } as const;

/** One page without scripts or anything from elsewhere: for a bar raiser to read, print and keep. */
export function renderHtml(report: Report, options: ReportOptions): string {
  const page: FindingPage = {
    read: createExcerptReader(options.excerpt),
    rules: new Map(report.rules.map((rule: RuleSummary) => [rule.id, rule])),
  };
  const subjects = orderSubjects(report.subjects);
  const conclusion = concludes(report);
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>tollgate: ${HEADLINES[conclusion]}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header class="verdict ${conclusion}">
<h1>${HEADLINES[conclusion]}</h1>
<p>${explainConclusion(report)}</p>
<p>${capital(summarize(report))}.</p>
</header>
<main>
${renderNavigation(subjects)}
${renderProblems(report.problems, page)}
${subjects.map((subject, index) => renderSubject(subject, index, page))}
${renderNotes(report.notes ?? [])}${renderSuggestions(report.suggestions)}
</main>
<footer class="soft">
<p>Decided by tollgate ${report.tool.version}, which looked at ${plural(
    report.inputs.judged + report.inputs.passedOver,
    'file',
  )}; ${report.inputs.judged} held something to judge. What is undetermined is never a pass; what is waived is shown as waived.</p>
</footer>
</body>
</html>
`;
  return document.markup;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const TROUBLES = [
  ['failed', 'blocks'],
  ['undetermined', 'open'],
  ['waived', 'waived'],
  ['passed', 'in order'],
] as const;

function renderNavigation(subjects: readonly Subject[]): Content {
  if (subjects.length < 2) return undefined;
  const items = subjects.map((subject, index) => {
    const [style, word] =
      subject.findings.length === 0 ? (['not-applicable', 'not judged'] as const) : TROUBLES[troubleOf(subject)];
    const counts = countsInWords(countFindings(subject.findings)).join(', ');
    return html`
<li><span class="badge ${style}">${word}</span> <a href="#subject-${index + 1}">${subject.title}</a> <span class="soft">${counts}</span></li>`;
  });
  return html`<nav aria-label="What was judged"><ul>${items}
</ul></nav>`;
}

function renderProblems(problems: readonly Problem[], page: FindingPage): Content {
  if (problems.length === 0) return undefined;
  const { what, meaning } = problemsTitle(problems);
  return html`<section aria-labelledby="problems">
<h2 id="problems">${what}</h2>
<p>${meaning}.</p>${problems.map(
    (problem) => html`
<article class="failed">
<h3><span class="badge failed">${problem.code}</span> ${problem.message}</h3>
${problem.location ? html`<p>${renderPlace(problem.location)}</p>${renderExcerpt(problem.location, page.read)}` : undefined}
${problem.hint === undefined ? undefined : html`<div class="advice"><p><strong>Fix:</strong> ${problem.hint}</p></div>`}
</article>`,
  )}
</section>`;
}

function renderSubject(subject: Subject, index: number, page: FindingPage): Html {
  const groups = groupFindings(subject.findings);
  const quiet = groups.filter((group) => group.standing === 'passed' || group.standing === 'not-applicable');
  const id = `subject-${index + 1}`;
  return html`
<section aria-labelledby="${id}">
<h2 id="${id}">${subject.title}</h2>
<p class="soft">${capital(subject.kind)} <code>${subject.address}</code> at ${renderPlace(subject.location)}</p>
${reasonsNothingApplies(subject).map((reason) => html`<p>${capital(reason)}</p>`)}
${renderNotes(subject.notes)}
${groups.filter((group) => !quiet.includes(group)).map((group) => renderArticle(group, page))}
${
  quiet.length === 0
    ? undefined
    : html`<details><summary>${capital(quietCounts(subject) ?? '')}</summary>
<ul class="quiet">${quiet.flatMap((group) => group.findings.map((finding) => renderQuietItem(finding, group)))}
</ul></details>`
}
</section>`;
}

function renderNotes(notes: readonly Note[]): Content {
  if (notes.length === 0) return undefined;
  return html`<ul>${notes.map(
    (note) => html`
<li>${note.text}${note.location ? html` (${renderPlace(note.location)})` : undefined}</li>`,
  )}
</ul>`;
}

function renderSuggestions(lines: readonly string[]): Content {
  if (lines.length === 0) return undefined;
  return html`<section aria-labelledby="suggestions">
<h2 id="suggestions">Suggestions</h2>
<p>What no file shows can be said in <code>tollgate.yaml</code>. Fill in what you know:</p>
<pre>${lines.join('\n')}</pre>
</section>`;
}
