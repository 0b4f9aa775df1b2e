import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkAccount } from "./account";
import { guardAccount } from "./accountGuards";
import { MasterAccount } from "./masterAccount";
import { ServiceAccount } from "./serviceAccount";
import { readSettings } from "./settings";

/** The whole program: settings, the check of the account, its component, and the stack's outputs. */
export async function program(): Promise<Record<string, pulumi.Output<any>>> {
  const config = new pulumi.Config("firebreak");
  const settings = readSettings((key) => config.get(key));
  const [caller, { partition }] = await Promise.all([aws.getCallerIdentity(), aws.getPartition()]);
  checkAccount(settings.accountId, caller.accountId);
  const account =
    settings.kind === "master"
      ? new MasterAccount("security", { settings, partition })
      : new ServiceAccount("service", { settings, partition });
  await guardAccount(settings, partition, account, account instanceof MasterAccount ? account.evaluators : []);
  return account.outputs;
}
