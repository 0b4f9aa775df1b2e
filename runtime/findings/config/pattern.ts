import { findingKinds } from "../../resources";
import type { Details, SourcePatterns } from "../pattern";
import { evaluatedTypes, exposedTypes } from "./ruleResources";

/** Config reports every change of compliance; only this one is a finding. */
const nonCompliant = {
  messageType: ["ComplianceChangeNotification"],
  newEvaluationResult: { complianceType: ["NON_COMPLIANT"] },
};

const known = findingKinds.flatMap(({ names }) => names.config);

const evaluations = (resourceType: string[]): Details[] =>
  resourceType.length > 0 ? [{ config: { ...nonCompliant, resourceType } }] : [];

/** A service with several types is one prefix: a pattern has little room. The rules of the bus name the types exactly. */
function shortened(types: string[]): (string | { prefix: string })[] {
  const serviceOf = (type: string) => type.slice(0, type.lastIndexOf("::") + 2);
  const isAlone = (type: string) => types.filter((other) => serviceOf(other) === serviceOf(type)).length === 1;
  const prefixes = [...new Set(types.filter((type) => !isAlone(type)).map(serviceOf))];
  return [...types.filter(isAlone), ...prefixes.map((prefix) => ({ prefix }))];
}

/** By resource type, because an account may give a managed rule any name (`lookUpRule.ts`). */
export const configPatterns: SourcePatterns = {
  wanted({ resourceTypes, findingTypes }) {
    const own = resourceTypes.filter((type) => known.includes(type) || type.startsWith("AWS::"));
    return { incidents: [], posture: evaluations(evaluatedTypes(findingTypes, own)) };
  },
  rest: ({ findingTypes }) => ({ incidents: [], posture: evaluations(evaluatedTypes(findingTypes, [])) }),
  // Everything that may be contained, open to the public or not encrypted.
  forwarded(types) {
    const own = [...known, ...exposedTypes()];
    const more = types.filter((type) => type.startsWith("AWS::"));
    return { config: { ...nonCompliant, resourceType: shortened([...new Set([...own, ...more])].sort()) } };
  },
  forwardedWidely: { config: nonCompliant },
};
