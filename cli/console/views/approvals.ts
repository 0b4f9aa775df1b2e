import { sourceOf } from "../../../runtime/findings/sources";
import type { Approval } from "../../../runtime/model/journalItems";
import { severityText } from "../../output/style";
import { openApprovals } from "../../report/openApprovals";
import type { May } from "../may";
import type { Snapshot } from "../snapshot";
import { awsLink, type Resource, resourceOf } from "./resource";
import { callLines, filled, type Section } from "./section";

/** A request with all that a person has to know to decide about it. */
export interface ApprovalView {
  id: string;
  response: string;
  resource: Resource;
  /** The tags that tell what the resource is and whose. */
  tags: [name: string, value: string][];
  title: string;
  type: string;
  severity: string;
  link?: string;
  /** Why a person is asked. */
  reason: string;
  askedAt: string;
  expiresAt: string;
  askedBy?: string;
  /** The plan, and what it leaves. */
  sections: Section[];
  /** Whether the person may decide it; if not, why. */
  decidable: true | string;
}

/** The requests that wait, those that expire first at the top. */
export const approvalViews = (snapshot: Snapshot, may: May): ApprovalView[] =>
  openApprovals(snapshot.approvals, snapshot.now.toISOString()).map((approval) =>
    approvalView(snapshot, may, approval),
  );

/** A request, also one that was decided. */
export function approvalView(
  { accountText }: Pick<Snapshot, "accountText">,
  may: May,
  approval: Approval,
): ApprovalView {
  const { id, response, target, tags = {}, finding, reason, askedAt, expiresAt, askedBy, calls, remains } = approval;
  const link = awsLink(sourceOf(finding)?.consoleLink(finding));
  return {
    ...{ id, response, reason, askedAt, expiresAt },
    resource: resourceOf(target, accountText),
    tags: Object.entries(tags),
    title: finding.title,
    type: finding.type,
    severity: severityText(finding.severity),
    ...(link && { link }),
    ...(askedBy && { askedBy }),
    sections: filled([
      ["Will be done if approved", callLines(calls)],
      ["Residual risk after approval", remains],
    ]),
    decidable: decidable(approval, may),
  };
}

function decidable({ response, askedBy }: Approval, { approve, person }: May): true | string {
  if (!approve.includes(response))
    return "Your credentials may not approve. You need the policy in the output approverPolicy.";
  return askedBy === person ? "You asked for it: another person must decide." : true;
}
