import { partitionOf } from "../../runtime/lib/partitions";
import { isForeign } from "../../runtime/responses/runRunbook/declaration";
import { tooManyApprovers } from "../shared/approverTrust";
import { foreignOperators } from "./people";
import { boundaryProblem } from "./roleBoundary";
import type { Settings } from "./schema";

/** Settings that are valid alone but contradict another setting, one sentence each. */
export function contradictions(settings: Settings): string[] {
  const { kind, accountId: own, securityAccountId } = settings;
  if (kind === "master" && own !== securityAccountId) {
    return [
      `accountId is "${own}" and securityAccountId "${securityAccountId}": in a stack of kind master they must be the same`,
    ];
  }
  if (kind === "service" && own === securityAccountId) {
    return [`accountId is "${own}", the security account: its stack must be of kind master`];
  }
  const { id } = partitionOf(settings.homeRegion);
  const boundary = boundaryProblem(settings.permissionsBoundary, own, id);
  if (boundary) return [boundary];
  const foreign = settings.regions.filter((one) => partitionOf(one).id !== id);
  if (foreign.length > 0) {
    return foreign.map(
      (one) =>
        `regions has ${one}, which is not in the partition of homeRegion, ${id}: events cannot leave a partition`,
    );
  }
  const foreignDocuments = settings.runbooks
    .filter((runbook) => isForeign(runbook, securityAccountId))
    .map(
      ({ name, document, documentVersion }) =>
        `runbooks has ${name} with ${document} and documentVersion ${documentVersion ?? "left out"}: anyone who may update the document would get the response's permissions. Set the number of a version in quotes, or the ARN of a document that the security account shares`,
    );
  if (foreignDocuments.length > 0) return foreignDocuments;
  if (settings.rehearsalAccounts.includes(securityAccountId)) {
    return [
      `rehearsalAccounts has "${securityAccountId}", the security account: rehearse in an account without production workloads`,
    ];
  }
  return kind === "master" ? [...foreignOperators(settings), ...tooManyApprovers(settings)] : [];
}
