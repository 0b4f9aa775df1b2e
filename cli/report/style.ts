import { filters } from "./incidentFilter";

/**
 * The page's style sheet. In both schemes, colours have a contrast of at least 4.5 to 1 for text and 3 to 1 for other
 * visible parts.
 */
export const style = (): string => `${base}${layout}${parts}${filter()}${wide}${print}`;

const base = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --text: #1b2430; --faint: #55606e; --line: #d4dae1; --edge: #7d8896; --link: #0b57a4;
  --good: #17663a; --good-back: #e0f3e7; --warn: #804d00; --warn-back: #fdf0d5; --bad: #a3211b; --bad-back: #fde6e4;
  --exempt: #5b3a9e; --exempt-back: #ede7fa; --quiet: #4a5563; --quiet-back: #e9ecf0;
  --bar-good: #2e8b57; --bar-warn: #c47f0a; --bar-bad: #c8372f; --bar-exempt: #7d5cc4; --bar-quiet: #7d8896;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --card: #1b212a; --text: #e6eaf0; --faint: #a7b1be; --line: #36404d; --edge: #7f8b9a; --link: #86bdff;
    --good: #86dba8; --good-back: #143322; --warn: #f4c46a; --warn-back: #3a2b0c; --bad: #ff9d96; --bad-back: #451a18;
    --exempt: #c6b0ff; --exempt-back: #2d2350; --quiet: #b9c3cf; --quiet-back: #2a323d;
    --bar-good: #4fb37c; --bar-warn: #dc9a2b; --bar-bad: #ef6c64; --bar-exempt: #a385ea; --bar-quiet: #7f8b9a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1, h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; }
h2 { font-size: 1.3rem; line-height: 1.3; margin-bottom: .75rem; }
h3 { font-size: 1.05rem; line-height: 1.35; }
h4 { font-size: .95rem; margin: 1rem 0 .35rem; }
p + p { margin-top: .25rem; }
ul, ol { padding-left: 1.25rem; }
code { font-family: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
time, .value { font-variant-numeric: tabular-nums; }
time { white-space: nowrap; }
.note, .took, caption, figcaption { color: var(--faint); font-size: .875rem; font-weight: normal; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

const layout = `
body > header, nav, main, footer { max-width: 70rem; margin: 0 auto; padding: 0 1rem; }
body > header { padding-top: 1.5rem; }
.range { font-size: 1.1rem; margin-top: .25rem; }
nav { padding-top: 1rem; padding-bottom: 1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .3rem 0; }
footer { padding-top: 1rem; padding-bottom: 2rem; }
main > section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin-bottom: 1rem; }
section > * + * { margin-top: .75rem; }
section > h2 + * { margin-top: 0; }
.skip { position: absolute; left: 1rem; top: -10rem; background: var(--card); padding: .5rem 1rem; z-index: 1; }
.skip:focus { top: .5rem; }
details > summary { cursor: pointer; padding: .35rem 0; color: var(--link); width: fit-content; }
`;

const parts = `
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .75rem; }
.figures > div { border-left: 4px solid var(--line); padding-left: .75rem; }
.figures dt { color: var(--faint); font-size: .875rem; }
.value { display: block; font-size: 1.75rem; font-weight: 650; line-height: 1.2; }
.figures .note { display: block; line-height: 1.35; }
.needs { list-style: none; padding: 0; margin-top: .35rem; }
.needs li { display: grid; grid-template-columns: 1.6rem 1fr; padding: .2rem 0; }
.needs li > span { text-align: center; padding-right: .3rem; font-weight: 700; }
.needs .good > span { color: var(--good); } .needs .warn > span { color: var(--warn); } .needs .bad > span { color: var(--bad); }
.needs .exempt > span { color: var(--exempt); }
.badge { display: inline-block; white-space: nowrap; border-radius: .3rem; padding: .05rem .5rem; font-size: .875rem; font-weight: 600; }
.badge.good { color: var(--good); background: var(--good-back); } .badge.warn { color: var(--warn); background: var(--warn-back); }
.badge.bad { color: var(--bad); background: var(--bad-back); } .badge.exempt { color: var(--exempt); background: var(--exempt-back); }
.badge.quiet { color: var(--quiet); background: var(--quiet-back); }
.chart { display: block; overflow: visible; }
.chart text { fill: var(--faint); font-size: 12px; }
.chart .grid { stroke: var(--line); stroke-width: 1px; }
.chart .good { fill: var(--bar-good); } .chart .warn { fill: var(--bar-warn); } .chart .exempt { fill: var(--bar-exempt); }
.chart .quiet { fill: var(--bar-quiet); } .chart > .bad { fill: url(#hatch); } .chart pattern .bad { fill: var(--bar-bad); }
.chart .gap { fill: var(--card); fill-opacity: .45; }
.legend li { display: flex; gap: .4rem; align-items: center; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: .25rem 0; color: var(--text); }
.swatch { flex: none; width: 1rem; height: 1rem; border-radius: .2rem; }
.swatch.good { background: var(--bar-good); } .swatch.warn { background: var(--bar-warn); } .swatch.exempt { background: var(--bar-exempt); }
.swatch.quiet { background: var(--bar-quiet); }
.swatch.bad { background: repeating-linear-gradient(135deg, var(--bar-bad) 0 3px, var(--bad-back) 3px 5px); }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding-bottom: .35rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); font-weight: normal; }
thead th { color: var(--faint); font-size: .875rem; font-weight: 600; vertical-align: bottom; }
tfoot th, tfoot td { border-bottom: 0; font-weight: 600; }
.column { display: none; }
.none { color: var(--faint); }
.scroll { overflow-x: auto; }
.numbers { width: auto; }
.numbers tbody th, .numbers td { white-space: nowrap; overflow-wrap: normal; }
.numbers td, .numbers thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; }
.numbers thead th { overflow-wrap: normal; }
.texts th, .texts td { overflow-wrap: break-word; }
.texts tbody th { min-width: 13rem; }
.texts tbody th code, .texts bdi, .long { overflow-wrap: anywhere; }
.texts .note { display: block; line-height: 1.4; overflow-wrap: anywhere; }
.plain { list-style: none; padding: 0; }
.filter { border: 1px solid var(--line); border-radius: .4rem; padding: .25rem .75rem .5rem; margin-left: 0; margin-right: 0; }
.filter { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
.filter label { display: flex; gap: .4rem; align-items: center; padding: .25rem 0; }
.severity { font-size: .875rem; font-weight: 600; color: var(--quiet); } .severity.critical, .severity.high { color: var(--bad); }
.filter input { flex: none; width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--link); }
.incident { border-top: 1px solid var(--line); padding: .9rem 0; }
.incident:target { background: var(--quiet-back); box-shadow: 0 0 0 .5rem var(--quiet-back); }
.incident .line { margin-top: .25rem; }
.latest { margin-top: .35rem; color: var(--text); }
.facts > div { display: grid; grid-template-columns: minmax(6rem, 8rem) 1fr; gap: .5rem; padding: .1rem 0; }
.facts dt { color: var(--faint); }
.timeline { list-style: none; padding: 0; }
.timeline > li { border-left: 3px solid var(--edge); padding: 0 0 .9rem .9rem; }
.timeline > li > p + ul, .timeline > li > p + ol { margin-bottom: .35rem; }
.states { display: grid; grid-template-columns: 1fr; gap: 0 2rem; }
.states > div { min-width: 0; }
.nested .name { color: var(--faint); }
.nested > ul { padding-left: 1.1rem; }
@media screen and (max-width: 44rem) {
  table, caption, tbody, tfoot, tr, tbody th, tfoot th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody th, tfoot th, td { border: 0; padding: .15rem 0; overflow-wrap: anywhere; }
  .column { display: block; color: var(--faint); font-size: .875rem; }
  .texts tr { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem; margin-bottom: .6rem; }
  .texts td { display: grid; grid-template-columns: 6.5rem 1fr; gap: .5rem; }
  .texts td > div { min-width: 0; }
  .numbers { width: 100%; }
  .numbers tr { border-bottom: 1px solid var(--line); padding: .35rem 0; }
  .numbers tbody th, .numbers tfoot th { font-weight: 600; white-space: normal; }
  .numbers td { display: inline-block; margin-right: 1rem; }
  .numbers td > * { display: inline; }
  .numbers .column { margin-right: .4rem; }
  .numbers td.none { display: none; }
}
@media screen and (max-width: 30rem) {
  .texts td, .facts > div { display: block; padding: .2rem 0; }
}
`;

const filter = (): string =>
  Object.values(filters)
    .flat()
    .filter((choice) => choice.class)
    .map(
      (choice) =>
        `.filter:has(#${choice.id}:checked) ~ .incidents > .incident:not(.${choice.class}) { display: none; }\n`,
    )
    .join("");

const wide = `
@media (min-width: 56rem) { .states { grid-template-columns: 1fr 1fr; } }
`;

/** On paper everything is expanded, in the colours of the light scheme. */
const print = `
@media print {
  :root { color-scheme: light; }
  html { font-size: 10pt; }
  .badge, .swatch { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, .skip, .filter { display: none; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; height: auto; }
  details > summary { color: inherit; list-style: none; font-weight: 600; }
  main > section { border: 0; padding: 0; margin-bottom: 1.5rem; }
  .scroll { overflow: visible; }
  th, td { padding-right: .6rem; }
  .numbers tbody th, .numbers td { white-space: normal; }
  .texts tbody th { min-width: 0; }
  h2, h3, h4, caption { break-after: avoid; }
  tr, .timeline > li, .figures > div { break-inside: avoid; }
  a { color: inherit; }
}
`;
