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

/** By resource type, because an account may give a managed rule any name (`lookUpRule.ts`). */
export const configPatterns: SourcePatterns = {
  wanted({ resourceTypes, findingTypes }) {
    const own = resourceTypes.filter((type) => known.includes(type) || type.startsWith("AWS::"));
    return { incidents: [], posture: evaluations(evaluatedTypes(findingTypes, own)) };
  },
  rest: ({ findingTypes }) => ({ incidents: [], posture: evaluations(evaluatedTypes(findingTypes, [])) }),
  // Everything that may be contained, open to the public or not encrypted.
  forwarded(types) {
    const own = [...new Set([...known, ...exposedTypes()])].sort();
    const more = types.filter((type) => type.startsWith("AWS::"));
    return { config: { ...nonCompliant, resourceType: [...new Set([...own, ...more])] } };
  },
  forwardedWidely: { config: nonCompliant },
};
