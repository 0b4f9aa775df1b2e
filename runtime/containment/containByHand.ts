import { resourceId } from "../findings/resourceIds";
import { coded } from "../lib/errors";
import type { Finding, Principal, Resource } from "../model/finding";
import type { Decision } from "../model/journalItems";
import { reasonOf } from "../model/refusal";
import { kindsOf, type Response } from "../model/response";
import type { Verdict } from "../model/verdict";
import { findingKind, isPrincipal } from "../resources";
import type { FindingKind } from "../resources/resourceType";
import type { Run } from "../run/run";
import { contain } from "./contain";
import { preview } from "./preview";

/** What a person wants contained. */
export interface ByHandRequest {
  target: {
    account: string;
    region: string;
    /** Instance id, group id, bucket name, `role/NAME` or `user/NAME`; the ARN where a response acts on several kinds. */
    id: string;
  };
  by: string;
  reason: string;
  /** A second person must approve it, whatever the mode. */
  ask?: boolean;
}

/**
 * Contains a target without a finding of GuardDuty, Config or Security Hub. Exceptions, protection and the mode `approve`
 * apply as for any finding; `observe` and the caps for findings do not, since a person decided.
 *
 * @throws BadCommand if the response cannot act on such a target, and what containing throws
 */
export async function containByHand(
  run: Run,
  response: Response,
  request: ByHandRequest,
  partition: string,
): Promise<Decision> {
  const { by, reason, ask } = request;
  run.person = { by, reason, ...(ask && { asks: true }) };
  const { finding, target } = asked(run, response, request, partition);
  return contain(run, response, finding, target);
}

/**
 * What a containment by hand would do now. Changes and records nothing.
 *
 * @throws BadCommand if the response cannot act on such a target
 */
export async function previewByHand(
  run: Run,
  response: Response,
  request: ByHandRequest,
  partition: string,
): Promise<Verdict> {
  const { finding, target } = asked(run, response, request, partition);
  return preview(run, response, finding, target);
}

function asked(run: Run, response: Response, request: ByHandRequest, partition: string) {
  const finding = findingByHand(response, request, { partition, id: `by-hand-${run.id}`, now: new Date() });
  const targets = response.targets(finding);
  if (!Array.isArray(targets)) throw coded("BadCommand", reasonOf(targets));
  return { finding, target: targets[0]! };
}

/** The finding that represents a person's request. @throws BadCommand that says what the target must be */
export function findingByHand(
  response: Pick<Response, "name" | "kind" | "otherKinds" | "followsAutomation">,
  { target, by, reason }: ByHandRequest,
  { partition, id, now }: { partition: string; id: string; now: Date },
): Finding {
  const kinds = response.followsAutomation ? [] : kindsOf(response).map((name) => findingKind(name)!);
  if (kinds.length === 0) {
    throw coded("BadCommand", `${response.name} cannot be started by hand: its runbooks are declared for findings`);
  }
  // Names of several kinds may look alike: the first one counts, and an ARN tells them apart.
  const kind = kinds.find((one) => idOf(one, target.id) !== undefined);
  if (!kind) {
    const forms = kinds.map(({ idForm }) => idForm).join(", ");
    throw coded("BadCommand", `target "${target.id}": ${response.name} takes ${forms}, or an ARN`);
  }
  const at = now.toISOString();
  const place = { accountId: target.account, region: target.region, partition };
  const resource: Resource = {
    kind: kind.kind,
    id: idOf(kind, target.id)!,
    ...place,
    ...(isPrincipal(kind.kind) && { principal: principalOf(target.id) }),
  };
  return {
    source: "operator",
    id,
    type: "Operator:Request",
    title: `${by} requested it: ${reason}`,
    severity: 10,
    ...place,
    firstSeen: at,
    lastSeen: at,
    sentAt: at,
    sample: false,
    resourceType: kind.kind,
    resources: [resource],
  };
}

function idOf({ kind, isId }: FindingKind, text: string): string | undefined {
  if (isId(text)) return text;
  return isPrincipal(kind) ? undefined : resourceId(kind, text);
}

function principalOf(id: string): Principal {
  const [kind, userName] = id.split("/") as [string, string];
  return { userType: kind === "user" ? "IAMUser" : "Role", userName };
}
