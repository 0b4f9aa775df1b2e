import { createHash } from "node:crypto";
import { operatorCommand } from "../../runtime/notices/operatorCommand";
import { pauseText } from "../pauseText";
import { chosen } from "./chosen";
import type { ReportData } from "./data";
import { incidentsOf } from "./incidents";
import { html, styleElement } from "./markup";
import { approvalsSection } from "./sections/approvals";
import { exceptionsSection } from "./sections/exceptions";
import { figuresSection } from "./sections/figures";
import { heldSection } from "./sections/held";
import { incidentsSection } from "./sections/incidents";
import { outcomesSection } from "./sections/outcomes";
import { overTimeSection } from "./sections/overTime";
import { timesSection } from "./sections/timesToContain";
import { style } from "./style";
import { day, minute } from "./timeText";
import { toneSign } from "./words";

/** The sections in the table of contents, in order. */
const contents: [anchor: string, words: string][] = [
  ["figures", "Summary"],
  ["time", "Over time"],
  ["times", "Time to contain"],
  ["outcomes", "Outcomes"],
  ["approvals", "Pending approvals"],
  ["held", "Contained now"],
  ["exceptions", "Exemptions"],
  ["incidents", "Incidents"],
];

/**
 * The report as one self-contained HTML page: no network, no script, no other files. Its policy allows only its own
 * style sheet, so that even injected markup could load and run nothing
 * (https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP).
 */
export function reportPage(data: ReportData): string {
  const { generatedAt, range, installation } = data;
  const incidents = incidentsOf(data);
  const choice = chosen(incidents);
  const css = style();
  const hash = createHash("sha256").update(css).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Firebreak report, ${range.since.slice(0, 10)} to ${range.until.slice(0, 10)}</title>
${styleElement(css)}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<h1>Firebreak report</h1>
<p class="range">${day(range.since)} to ${day(range.until)}</p>
<p class="note">Security account ${installation.securityAccountId}, home Region ${installation.homeRegion}, partition ${installation.partition}. Created at ${minute(generatedAt)}. All times are in UTC.</p>
${data.pause && html`<p class="bad" role="note"><span aria-hidden="true">${toneSign("bad")}</span> ${pauseText(data.pause)}</p>`}
</header>
<nav aria-label="Contents"><ul>${contents.map(([anchor, words]) => html`<li><a href="#${anchor}">${words}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
${figuresSection(data, incidents)}
${overTimeSection(data, incidents)}
${timesSection(incidents)}
${outcomesSection(incidents)}
${approvalsSection(data)}
${heldSection(data, choice.detailed)}
${exceptionsSection(data)}
${incidentsSection(choice)}
</main>
<footer><p class="note">Decisions and calls of Firebreak, from its journal. The CloudTrail logs of each account have the calls themselves. <code>${operatorCommand("incidents --format csv")}</code> gives the decisions as a table for other programs.</p></footer>
</body>
</html>
`;
  return page.toString();
}
