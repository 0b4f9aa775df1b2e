import { guardrails, typesAbout } from "./guardrails";

/** What reports that a guardrail is off. These findings name only the account; GuardDuty's and CloudTrail's may name the guardrail. */
export const findingTypes = guardrails.flatMap(typesAbout);
