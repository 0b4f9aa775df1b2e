import type { Finding, Resource } from "../../model/finding";
import { leftToPerson, type Refusal } from "../../model/refusal";
import type { Target } from "../../model/target";
import { isPrincipal } from "../../resources";
import { adviceOn, bareName, uniqueIdOf } from "../../resources/principalAdvice";
import { principalTarget, targetOf as targetIn } from "../../resources/targets";
import { detailsOf } from "./asks";
import type { RunbookDeclaration } from "./declaration";

/** The resources that the finding type's runbook acts on, once each; a text says why there are none. */
export function targets(declarations: RunbookDeclaration[], finding: Finding): Target[] | string | Refusal {
  const declaration = declarations.find((item) => item.findingTypes.includes(finding.type));
  if (!declaration) return `no runbook is declared for ${finding.type}`;
  const named = finding.resources.filter((resource) => resource.kind === declaration.kind);
  if (named.length === 0) {
    return leftToPerson(
      `${finding.type} names no ${declaration.kind}, the kind that runbook ${declaration.name} acts on`,
    );
  }
  const found = named.map(targetOf);
  const all = found.filter((item) => typeof item !== "string");
  if (all.length === 0) return leftToPerson([...new Set(found)].join("; "));
  const details = detailsOf(declaration.name, finding);
  return all
    .filter(({ arn }, index) => all.findIndex((other) => other.arn === arn) === index)
    .map((target) => ({ ...target, details: { ...details, ...target.details } }));
}

/** A text describes a principal that has no name in IAM. */
function targetOf(resource: Resource): Target | string {
  const { id, kind, principal } = resource;
  if (!isPrincipal(kind)) return targetIn(kind, resource, id);
  if (!principal) return `the finding has no details about principal ${id}`;
  const advice = adviceOn({ resource, principal });
  if (advice) return advice;
  const type = principal.userType === "IAMUser" ? "user" : "role";
  const name = bareName(principal);
  if (name) return principalTarget(resource, type, name);
  const uniqueId = uniqueIdOf(principal)!;
  return { ...principalTarget(resource, type, uniqueId), details: { uniqueId } };
}
