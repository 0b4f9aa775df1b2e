import { guardrails } from "./guardrails";

/** What reports that a guardrail is off. These findings name only the account; GuardDuty's may name the trail too. */
export const findingTypes = guardrails.flatMap((one) => one.accountTypes);
