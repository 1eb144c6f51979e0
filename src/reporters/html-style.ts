/**
 * The page's only style. Colours have a contrast of at least 4.5 in both schemes; nothing is told by colour alone; it
 * prints in black on white with everything opened, and has no part wider than a telephone.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f6f7f9; --ink: #1b1f24; --soft: #57606a; --line: #d5dae1; --link: #0a58ca;
  --bad: #b3261e; --bad-paper: #fdeceb; --open: #7a5200; --open-paper: #fdf3dc;
  --good: #17663a; --good-paper: #e6f4ea; --waived: #2a5b8c; --waived-paper: #e7f0f9; --mark: #ffe08a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --raised: #1e2227; --ink: #e6e9ee; --soft: #a3acb8; --line: #39404a; --link: #85b6ff;
    --bad: #ff9d94; --bad-paper: #3b1c1a; --open: #f2c463; --open-paper: #38290a;
    --good: #83d6a1; --good-paper: #14301f; --waived: #9cc7f2; --waived-paper: #16293c; --mark: #6b5200;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 58rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; margin: 0; text-wrap: balance; }
h2 { font-size: 1.35rem; } h3 { font-size: 1rem; font-weight: 600; }
p { margin: .5rem 0; } ul { margin: .35rem 0; padding-left: 1.25rem; } a { color: var(--link); }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { unicode-bidi: isolate; }
pre { margin: .6rem 0; padding: .6rem .75rem; background: var(--raised); border: 1px solid var(--line);
  border-radius: .4rem; white-space: pre-wrap; tab-size: 2; }
pre .line { color: var(--soft); user-select: none; }
mark { background: var(--mark); color: inherit; border-radius: .15rem; box-shadow: 0 0 0 .1rem var(--mark); }
.soft { color: var(--soft); }
.verdict { padding: 1.1rem 1.25rem; border: 1px solid; border-left-width: .5rem; border-radius: .5rem; }
.verdict h1 { font-size: 1.9rem; }
.verdict p { color: var(--ink); margin: .35rem 0 0; }
.block, .failed { --accent: var(--bad); color: var(--bad); background: var(--bad-paper); border-color: var(--bad); }
.incomplete, .undetermined, .soft-failed { --accent: var(--open); color: var(--open); background: var(--open-paper); border-color: var(--open); }
.pass, .passed { --accent: var(--good); color: var(--good); background: var(--good-paper); border-color: var(--good); }
.waived { --accent: var(--waived); color: var(--waived); background: var(--waived-paper); border-color: var(--waived); }
h3 code { font-size: .95em; font-weight: 600; }
.not-applicable { --accent: var(--line); color: var(--soft); background: var(--raised); border-color: var(--line); }
.badge { display: inline-block; padding: .05rem .55rem; border: 1px solid; border-radius: 1rem; font-size: .8rem;
  font-weight: 600; line-height: 1.5; vertical-align: .08em; }
nav { margin-top: 1.5rem; } nav ul { list-style: none; padding: 0; } nav li { padding: .2rem 0; }
section { margin-top: 2.25rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
article { margin-top: 1rem; padding: .9rem 1.1rem; border: 1px solid var(--line); border-left-width: .35rem;
  border-radius: .5rem; }
article.failed, article.soft-failed, article.undetermined, article.waived, article.passed, article.not-applicable {
  background: none; color: inherit; border-color: var(--line); border-left-color: var(--accent); }
.title { margin: .35rem 0 0; color: var(--soft); }
.place { margin-top: .7rem; } .place + .place { border-top: 1px dashed var(--line); padding-top: .7rem; }
.advice { margin: .6rem 0 0; padding: .55rem .8rem; background: var(--raised); border-radius: .4rem; }
.advice p { margin: .25rem 0; }
details { margin-top: .8rem; } summary { cursor: pointer; }
.quiet { list-style: none; padding: 0; } .quiet > li { padding: .55rem 0; border-top: 1px solid var(--line); }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .875rem; }
@media (max-width: 30rem) {
  body { padding: .75rem .75rem 3rem; } article { padding: .7rem .8rem; } .verdict { padding: .9rem 1rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --raised: #f4f4f4; --ink: #000; --soft: #444; --line: #bbb; --link: #000;
    --bad: #8f1d17; --bad-paper: #fff; --open: #5f4000; --open-paper: #fff; --good: #0f5130; --good-paper: #fff;
    --waived: #1d4a78; --waived-paper: #fff; --mark: #ddd; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; } article, .place, .advice, pre, .verdict { break-inside: avoid; } h2, h3 { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  a[href^="http"]::after { content: " (" attr(href) ")"; }
}
`;
