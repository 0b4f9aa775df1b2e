import { warningDays } from "../../../runtime/exceptions/dailyCheck";
import type { Exemption, GrantedException } from "../../../runtime/model/journalItems";
import { badge } from "../badge";
import type { ReportData } from "../data";
import { byExpiry, type Expiry, expiryWords } from "../expiry";
import { html, type Markup, type Part } from "../markup";
import { personText } from "../personText";
import { textTable } from "../table";
import { type AccountNames, targetText } from "../targetText";
import { day, minute } from "../timeText";

/** Current exemptions, and the register of granted exceptions. */
export function exceptionsSection({ exemptions, exceptions, generatedAt, accountNames }: ReportData): Markup {
  return html`<section aria-labelledby="exceptions"><h2 id="exceptions">Exemptions and exceptions</h2>
<p>An exemption is a finding that is not contained because its resource has an exception. "Ends soon" means within ${warningDays} days.</p>
${exemptions.length === 0 ? html`<p>Nothing is exempt.</p>` : exemptionTable(exemptions, generatedAt, accountNames)}
${exceptions.length === 0 ? html`<p>The register of exceptions is empty.</p>` : register(exceptions, generatedAt, accountNames)}
</section>`;
}

function exemptionTable(exemptions: Exemption[], now: string, names: AccountNames): Markup {
  return textTable({
    id: "exemptions-table",
    caption: "Current exemptions",
    head: ["What", "End", "Owner", "Exempt from", "Finding", "Since"],
    rows: byExpiry(exemptions, now).map(({ item, expiry }) => [
      targetText(item.target, names),
      end(expiry, item.until),
      item.owner ?? "not named",
      item.response,
      html`<bdi>${item.finding.title}</bdi> <span class="note">${item.reason}</span>`,
      minute(item.since),
    ]),
  });
}

function register(exceptions: GrantedException[], now: string, names: AccountNames): Markup {
  const granted = byExpiry(
    exceptions.filter(({ status }) => status === "granted"),
    now,
  );
  const revoked = byExpiry(
    exceptions.filter(({ status }) => status !== "granted"),
    now,
  );
  return textTable({
    id: "exceptions-table",
    caption: "Register of granted exceptions",
    head: ["Resource", "End", "Owner", "Exempt from", "Reference", "Granted"],
    rows: [...granted, ...revoked].map(({ item, expiry }) => [
      targetText({ ...item, id: item.resource }, names),
      item.status === "revoked" ? revocation(item) : end(expiry, item.until),
      item.owner,
      item.responses.join(", "),
      item.reference,
      html`${minute(item.issuedAt)} by ${personText(item.grantedBy)}`,
    ]),
  });
}

const revocation = ({ revokedAt, revokedBy }: GrantedException): Markup =>
  html`${badge("quiet", "Revoked")} ${revokedAt && minute(revokedAt)}${revokedBy && html` by ${personText(revokedBy)}`}`;

const expiryBadge = (expiry: Expiry): Markup => {
  const [words, tone] = expiryWords[expiry];
  return badge(tone, words);
};

const end = (expiry: Expiry, until: string | undefined): Part =>
  html`${expiryBadge(expiry)}${until !== undefined && html` until ${day(until)}`}`;
