import { ConfigService } from "@aws-sdk/client-config-service";
import { EC2 } from "@aws-sdk/client-ec2";
import { STS } from "@aws-sdk/client-sts";
import { assumeRole } from "../../aws/assumeRole";
import { openJournal } from "../../journal/dynamodb/journal";
import { coded, codeOf, messageOf } from "../../lib/errors";
import type { Judgement } from "../../openGroups/evaluate";
import { type EvaluatorClients, evaluationsFor } from "../../openGroups/evaluations";
import { type Invocation, invocationReader } from "../../openGroups/invocation";
import { sessionPolicyIn } from "../../openGroups/permissions";
import { responderVariables, variable } from "../shared/environment";
import { makeLogger } from "../shared/makeLogger";
import { report } from "./report";

/** What the function is deployed with; plain values that its closure captures. */
export interface OpenGroupSettings {
  /** Name of the role that it assumes in every account. */
  roleName: string;
  /** TCP ports that may be public, as set for `confine-security-group`. */
  allowedPublicPorts: string[];
  /** The Region of the journal. */
  homeRegion: string;
}

/** The number of groups by judgement. */
export type Summary = Partial<Record<Judgement["compliance"], number>>;

/** The name of the evaluation, as responses have one. */
export const openGroups = "open-groups";

/**
 * The factory of the handler that evaluates SECURITY_GROUP_OPEN_PROHIBITED for the rules of all accounts in one Region.
 * Config invokes it asynchronously and is not informed of a failure, so it throws: Lambda retries twice, and the alarm notifies
 * people.
 */
export function openGroupEvaluator(settings: OpenGroupSettings) {
  return () => {
    const clientConfig = { maxAttempts: 5, retryMode: "adaptive" };
    const sts = new STS(clientConfig);
    const journal = openJournal(variable(responderVariables.table), { ...clientConfig, region: settings.homeRegion });
    const logger = makeLogger(openGroups);
    const read = invocationReader();

    const enter = async ({ accountId, partition, region }: Invocation): Promise<EvaluatorClients> => {
      const place = { accountId, partition };
      const session = `firebreak-${openGroups}-${region}`;
      const credentials = await assumeRole(sts, place, settings.roleName, {
        name: session,
        policy: sessionPolicyIn(region),
      }).catch((error: unknown) => {
        throw coded(
          codeOf(error) || "NotEntered",
          `account ${accountId} cannot be entered as ${settings.roleName}: is it in the organization, and is its stack deployed? ${messageOf(error)}`,
        );
      });
      return {
        ec2: new EC2({ ...clientConfig, region, credentials }),
        config: new ConfigService({ ...clientConfig, region, credentials }),
      };
    };

    return async (event: unknown): Promise<Summary> => {
      const invocation = read(event);
      const { accountId, region, rule, groupId = "all groups" } = invocation;
      const about = { account: accountId, region, rule, group: groupId };
      try {
        const clients = await enter(invocation);
        const ours = await journal.isolationGroups(accountId, region);
        const judging = { allowedPorts: settings.allowedPublicPorts, ours };
        const evaluations = await evaluationsFor(clients, invocation, judging);
        await report(clients.config, invocation, evaluations);
        const summary: Summary = {};
        for (const { compliance } of evaluations) summary[compliance] = (summary[compliance] ?? 0) + 1;
        logger.info("evaluated", { ...about, ...summary });
        return summary;
      } catch (error) {
        logger.error("not evaluated", { ...about, error: messageOf(error) });
        throw error;
      }
    };
  };
}
