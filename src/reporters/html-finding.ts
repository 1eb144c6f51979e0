import type { Evidence, Finding } from '../model/finding.js';
import type { Location } from '../model/located.js';
import type { RuleSummary } from '../model/report.js';
import type { ExcerptReader } from './excerpt.js';
import { type Content, type Html, html } from './html-template.js';
import { type FindingGroup, shared } from './order.js';
import { place, standingInWords } from './phrases.js';

/** What the parts of a page need. */
export interface FindingPage {
  readonly read: ExcerptReader;
  readonly rules: ReadonlyMap<string, RuleSummary>;
}

/** Columns of a source line; narrow screens wrap it. */
const EXCERPT_WIDTH = 110;

/** One rule's findings of one standing, each with its evidence and place; what all share is said once. */
export function renderArticle(group: FindingGroup, page: FindingPage): Html {
  const { findings } = group;
  const rule = page.rules.get(group.rule);
  const count = findings.length === 1 ? '' : `, ${findings.length} times`;
  const advice = shared(findings, (finding) => renderAdvice(finding)?.markup);
  const adviceOnce = advice === undefined ? undefined : renderAdvice(findings[0]!);
  const apart = findings.some((finding) => renderAdvice(finding)?.markup !== advice);
  return html`
<article class="${styleOf(group)}">
<h3><code>${group.rule}</code> <span class="badge ${styleOf(group)}">${standingInWords(group)}${count}</span></h3>
${rule ? html`<p class="title">${rule.title}</p>` : undefined}
${findings.map((finding) => renderFinding(finding, page, apart))}
${adviceOnce}
${renderRationale(rule)}
</article>`;
}

/** A pass, or what does not apply: one item of a list. */
export function renderQuietItem(finding: Finding, group: FindingGroup): Html {
  return html`
<li><span class="badge ${styleOf(group)}">${standingInWords(group)}</span> <code>${finding.rule}</code> in <code>${finding.subject}</code>
<br>${finding.message} <span class="soft">(${renderPlace(finding.location)})</span>${renderEvidence(finding.evidence)}</li>`;
}

/** `file:line:column`, as something to copy. */
export function renderPlace(location: Location): Html {
  return html`<code>${place(location)}</code>`;
}

function styleOf(group: FindingGroup): string {
  return group.standing === 'failed' && !group.blocks ? 'soft-failed' : group.standing;
}

function renderFinding(finding: Finding, page: FindingPage, withAdvice: boolean): Html {
  const scenario = finding.scenario === undefined ? undefined : html`, when <code>${finding.scenario}</code>`;
  return html`<div class="place">
<p>${finding.message}</p>
<p class="soft">In <code>${finding.subject}</code> at ${renderPlace(finding.location)}${scenario}</p>
${renderExcerpt(finding.location, page.read)}
${renderEvidence(finding.evidence)}
${withAdvice ? renderAdvice(finding) : undefined}
</div>`;
}

/** The line that a place is in, the place marked; nothing when the line is not at hand. */
export function renderExcerpt(location: Location, read: ExcerptReader): Content {
  const excerpt = read(location, EXCERPT_WIDTH);
  if (!excerpt) return undefined;
  const { text, mark } = excerpt;
  return html`<pre><span class="line">${excerpt.line} </span>${text.slice(0, mark.start)}<mark>${text.slice(
    mark.start,
    mark.end,
  )}</mark>${text.slice(mark.end)}</pre>`;
}

function renderEvidence(evidence: readonly Evidence[]): Content {
  if (evidence.length === 0) return undefined;
  return html`<ul aria-label="What was seen">${evidence.map(
    ({ text, location }) => html`
<li>${text}${location ? html` (${renderPlace(location)})` : undefined}</li>`,
  )}
</ul>`;
}

function renderAdvice(finding: Finding): Html | undefined {
  if (finding.waiver) return renderWaiver(finding.waiver);
  const steps = finding.settledBy ?? [];
  if (finding.remedy === undefined && steps.length === 0) return undefined;
  return html`<div class="advice">
${finding.remedy === undefined ? undefined : html`<p><strong>Fix:</strong> ${finding.remedy}</p>`}
${steps.map((step) => html`<p><strong>Settle:</strong> ${step}</p>`)}
</div>`;
}

function renderWaiver(waiver: NonNullable<Finding['waiver']>): Html {
  return html`<div class="advice">
<p><strong>Waived until ${waiver.expires}:</strong> ${waiver.reason}</p>
<p>Owner ${waiver.owner}, approved by ${waiver.approver}${waiver.ticket === undefined ? undefined : html`, ticket ${waiver.ticket}`}${
    waiver.location ? html` (${renderPlace(waiver.location)})` : undefined
  }</p>
</div>`;
}

function renderRationale(rule: RuleSummary | undefined): Content {
  if (!rule) return undefined;
  return html`<details><summary>Why it matters</summary>
<p>${rule.rationale}</p>
${rule.references.length === 0 ? undefined : html`<ul>${rule.references.map(renderReference)}</ul>`}
</details>`;
}

/** Only web addresses become links: a rule pack from elsewhere may not make a reader run anything. */
function renderReference({ title, url }: { title: string; url: string }): Html {
  return /^https?:\/\//i.test(url)
    ? html`<li><a href="${url}" rel="noreferrer">${title}</a></li>`
    : html`<li>${title} <code>${url}</code></li>`;
}
