import { accounts } from "../world/accounts";
import { userWith } from "../world/users";
import type { World } from "../world/world";

/** A user in a drill that is kept running. */
export interface Person {
  name: string;
  /** The person's permissions in words. */
  may: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** Creates the people who respond to incidents, each with a policy from the stack's outputs, and a service team. */
export async function makePeople(world: World): Promise<Person[]> {
  const { operatorPolicy, approverPolicy, auditorPolicy } = world.master;
  const person = async (name: string, may: string, policy: string): Promise<Person> => ({
    name,
    may,
    ...(await userWith(world, name, JSON.parse(policy).Statement)),
  });
  const everything = { Effect: "Allow", Action: ["ec2:*", "s3:*", "rds:*"], Resource: "*" };
  return [
    await person("analyst", "plan, contain, release, pause, examine accounts", operatorPolicy),
    await person("approver", "approve, decline, grant exceptions", approverPolicy),
    await person("auditor", "read everything, write the report", auditorPolicy),
    {
      name: "team",
      may: `a service team of account ${accounts.payments.id}: its own instances and buckets, no access to Firebreak`,
      ...(await userWith(world, "team", [everything], accounts.payments.id)),
    },
  ];
}
