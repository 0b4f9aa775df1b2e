import { z } from "zod";
import { organizationalUnit } from "./organizationalUnit";

/** Member accounts that CloudFormation deploys, in StackSets of the security account. */
export const stackSetsSchema = z
  .strictObject({
    /** All accounts of these units, also those that join later. */
    organizationalUnits: z.array(organizationalUnit).min(1, "a list of at least one unit"),
    /** The folder with account.yaml and regions.yaml, which `firebreak fleet template` writes. */
    folder: z.string("a folder").default("templates"),
    /** Values of the templates' parameters, for all accounts. */
    parameters: z.record(z.string(), z.enum(["true", "false"], 'a map of "true" and "false"')).default({}),
  })
  .optional();

/**
 * What keeps StackSets from changing what they have deployed, one sentence. Their role is in
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-custom-execution-role.html
 */
export const stackSetsWarnings = ({ stackSets, deployers }: { stackSets?: object | undefined; deployers: string[] }) =>
  stackSets && deployers.length > 0 && !deployers.some((arn) => arn.includes(":role/stacksets-exec-"))
    ? ["deployers has no role of StackSets, stacksets-exec-...: where partsScp is attached, they can change nothing"]
    : [];
