import { IAM } from "@aws-sdk/client-iam";
import { accounts, rootOf } from "../../local/world/accounts";
import type { World } from "../../local/world/world";

let read: Promise<Record<string, string[]>> | undefined;

/**
 * The actions that the deployed roles allow, by role name: a response has the same role in all accounts. They are read
 * once, because the stacks are gone when a test asks for them at the end.
 */
export function deployedRoles(world: World): Promise<Record<string, string[]>> {
  read ??= readRoles(world);
  return read;
}

async function readRoles(world: World): Promise<Record<string, string[]>> {
  const actions: Record<string, Set<string>> = {};
  for (const { id } of Object.values(accounts)) {
    const iam = new IAM(rootOf(id, world.endpoint));
    const { Roles = [] } = await iam.listRoles({});
    for (const { RoleName } of Roles.filter((role) => /^(firebreak|Security-IR-Role)-/.test(role.RoleName!))) {
      actions[RoleName!] ??= new Set();
      for (const action of await actionsOf(iam, RoleName!)) actions[RoleName!]!.add(action);
    }
    iam.destroy();
  }
  return Object.fromEntries(Object.entries(actions).map(([name, set]) => [name, [...set].sort()]));
}

/** What a role's inline policies allow; Firebreak's roles have no other policies. */
async function actionsOf(iam: IAM, RoleName: string): Promise<string[]> {
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
  const documents = await Promise.all(
    PolicyNames.map(async (PolicyName) => (await iam.getRolePolicy({ RoleName, PolicyName })).PolicyDocument!),
  );
  return documents
    .flatMap((document) => JSON.parse(decodeURIComponent(document)).Statement)
    .filter((statement) => statement.Effect === "Allow")
    .flatMap((statement) => statement.Action);
}
