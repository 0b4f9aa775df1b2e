import { actorTypes, leakTypes } from "../../findings/instanceTypes";
import { usesDns } from "../../findings/usesDns";
import type { Finding, Resource } from "../../model/finding";
import { leftToPerson, type Refusal } from "../../model/refusal";
import type { Target } from "../../model/target";
import { instance } from "../../resources/instance";
import { instanceTarget } from "../../resources/targets";

/** The instances that a finding names, unless they are its victims. */
export function targets(finding: Finding): Target[] | string | Refusal {
  const leak = leakTypes.includes(finding.type);
  const named = finding.resources.filter((resource) => resource.kind === instance.kind);
  const instances = named.length > 0 || !leak ? named : finding.resources.flatMap(leakingInstance);
  if (instances.length === 0) {
    return leftToPerson(
      finding.resourceType === "AttackSequence"
        ? `${finding.type} names no resource that a response acts on`
        : `${finding.type} names no instance: it may have been stopped before`,
    );
  }
  if (actorTypes.includes(finding.type) && finding.role !== "ACTOR") {
    return `the instance is the victim of ${finding.type}, not the attacker`;
  }
  // Always set: a hold without details would not count in `wanted`.
  const dns = usesDns(finding.type);
  const details = {
    channel: dns ? "dns" : "traffic",
    ...(dns && finding.domain && { domain: finding.domain }),
    ...(leak && { leak: "yes" }),
  };
  return instances.map((resource) => ({ ...instanceTarget(resource, resource.id), details }));
}

/**
 * The instance whose credentials a principal used: the session of an instance has its id as name
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable).
 */
function leakingInstance({ principal, ...place }: Resource): Resource[] {
  const [, session = ""] = (principal?.principalId ?? "").split(":");
  return instance.isId(session) ? [{ ...place, kind: instance.kind, id: session }] : [];
}

/** The Region of a finding about credentials is where they were used, so the instance may run in another one. */
export const whyGone = ({ id, region, details }: Target): string | undefined =>
  details?.["leak"] === "yes"
    ? `${id}, whose credentials were used, is not in ${region}, where they were used: it was terminated, or it runs in another Region. Isolate it there by hand`
    : undefined;
