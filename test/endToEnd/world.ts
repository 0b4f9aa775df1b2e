import { EC2 } from "@aws-sdk/client-ec2";
import { after } from "mocha";
import { accounts, rootOf } from "../../local/world/accounts";
import { makeNetwork, type Network } from "../../local/world/network";
import { openWorld, type World } from "../../local/world/world";

let opened: Promise<World> | undefined;

/** The accounts with their stacks, deployed once for all end-to-end tests of this mocha process. */
export function deployedWorld(): Promise<World> {
  opened ??= openAndDeploy();
  return opened;
}

/** Two deliveries instead of five, and no pause between the groups, so that failures end within seconds. */
function impatient(stack: string, text: string): string {
  const quick = text
    .replace(/conversionSeconds: \d+/, "conversionSeconds: 0")
    .replace(
      /lookAgainSeconds: \d+/,
      "lookAgainSeconds: 1\n      wholeRoleIfNeeded: true\n      deleteLoginProfile: true",
    );
  return stack === accounts.security.stack ? `${quick}  firebreak:deliveryAttempts: 2\n` : quick;
}

async function openAndDeploy(): Promise<World> {
  const world = await openWorld({ change: impatient });
  try {
    await world.deploy();
  } catch (error) {
    await world.close();
    throw error;
  }
  return world;
}

after(async function () {
  this.timeout(30_000);
  const world = await opened?.catch(() => undefined);
  await world?.close();
});

/** EC2 in one of the accounts, as its root user: the workload's owner, not the product. */
export const ec2In = (world: World, account: keyof typeof accounts) =>
  new EC2(rootOf(accounts[account].id, world.endpoint));

let networks = 10;

/** A network that no other test uses. */
export const ownNetwork = (ec2: EC2): Promise<Network> => makeNetwork(ec2, networks++);
