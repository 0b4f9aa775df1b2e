import type { Exemption, GrantedException } from "../../../runtime/model/journalItems";
import { severityText } from "../../output/style";
import { byExpiry, type Expiry, expiryOf, expiryWords } from "../../report/expiry";
import type { Tone } from "../../report/words";
import type { May } from "../may";
import type { Snapshot } from "../snapshot";
import { type Resource, resourceOf } from "./resource";

/** When something ends: the last day, in words, and how much it needs a person. */
export interface End {
  until?: string;
  words: string;
  tone: Tone;
}

/** A granted exception. */
export interface ExceptionView {
  arn: string;
  resource: string;
  kind: string;
  account: string;
  region: string;
  responses: string[];
  end: End;
  owner: string;
  reference: string;
  issuedAt: string;
  grantedBy: string;
}

/** A finding that an exception keeps from containment. */
interface ExemptionView {
  key: string;
  resource: Resource;
  response: string;
  finding: string;
  title: string;
  severity: string;
  reason: string;
  since: string;
  end: End;
  owner?: string;
}

export interface ExceptionsView {
  granted: ExceptionView[];
  exemptions: ExemptionView[];
  may: { grant: boolean; revoke: boolean };
}

/** Exceptions and what they exempt now, those that need action first. */
export function exceptionsView({ exceptions, exemptions, accountText, now }: Snapshot, may: May): ExceptionsView {
  const at = now.toISOString();
  const granted = exceptions.filter(({ status, until }) => status === "granted" && expiryOf(until, at) !== "ended");
  return {
    granted: byExpiry(granted, at).map(({ item, expiry }) => ({
      ...pick(item),
      account: accountText(item.accountId),
      end: endOf(item.until, expiry),
    })),
    exemptions: byExpiry(exemptions, at).map(({ item, expiry }) =>
      exemptionView(item, resourceOf(item.target, accountText), endOf(item.until, expiry)),
    ),
    may: { grant: may.grant, revoke: may.revoke },
  };
}

const pick = ({ arn, resource, kind, region, responses, owner, reference, issuedAt, grantedBy }: GrantedException) => ({
  ...{ arn, resource, kind, region, responses, owner, reference, issuedAt, grantedBy },
});

const exemptionView = (
  { id, response, finding, reason, since, owner }: Exemption,
  resource: Resource,
  end: End,
): ExemptionView => ({
  key: `${id} ${finding.id}`,
  ...{ resource, response, reason, since },
  finding: finding.id,
  title: finding.title,
  severity: severityText(finding.severity),
  end,
  ...(owner && { owner }),
});

function endOf(until: string | undefined, expiry: Expiry): End {
  const [words, tone] = expiryWords[expiry];
  return { ...(until && { until }), words, tone };
}
