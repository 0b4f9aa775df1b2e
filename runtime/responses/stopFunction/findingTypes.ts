import { lambdaTypes } from "../../findings/lambdaTypes";

/**
 * GuardDuty's types of Lambda Protection.
 *
 * AWS Config's LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED and Security Hub's Lambda.1 are about the function's policy, which lets
 * everybody invoke it: the remedy is to remove that statement, and stopping a service that may be public on purpose is worse than the
 * finding. People are notified of them; `findingTypes` in the stack file can add them here.
 */
export const findingTypes = lambdaTypes;
