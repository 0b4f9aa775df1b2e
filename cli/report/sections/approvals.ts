import { approvalSteps } from "../../output/nextSteps";
import type { ReportData } from "../data";
import { callList, textList } from "../lists";
import { html, type Markup } from "../markup";
import { openApprovals } from "../openApprovals";
import { personText } from "../personText";
import { textTable } from "../table";
import { actionText } from "../targetText";
import { minute } from "../timeText";
import { counted } from "../words";

/** The pending approval requests. */
export function approvalsSection({ approvals, generatedAt, accountNames }: ReportData): Markup {
  const open = openApprovals(approvals, generatedAt);
  return html`<section aria-labelledby="approvals"><h2 id="approvals">Pending approvals</h2>
${
  open.length === 0
    ? html`<p>None.</p>`
    : textTable({
        id: "approvals-table",
        caption: "Pending approval requests. A request that is not approved in time expires and nothing is changed.",
        head: ["What", "Why approval is needed", "Finding", "Requested", "Expires"],
        rows: open.map((approval) => [
          actionText(approval.response, approval.target, accountNames),
          html`${approval.reason}${approval.askedBy && html`<br>requested by ${personText(approval.askedBy)}`}
<details><summary>The plan: ${counted(approval.calls.length, "call")}</summary>
${callList(approval.calls)}
${approval.remains.length > 0 && html`<p>Residual risk after approval:</p>${textList(approval.remains)}`}
<p>To approve or decline:</p>
<ul class="plain">${approvalSteps(approval).map((step) => html`<li><code>${step}</code></li>`)}</ul></details>`,
          html`<bdi>${approval.finding.title}</bdi> <span class="note">${approval.finding.type}</span>`,
          minute(approval.askedAt),
          minute(approval.expiresAt),
        ]),
      })
}
</section>`;
}
