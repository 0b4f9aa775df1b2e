import { EC2 } from "@aws-sdk/client-ec2";
import { after } from "mocha";
import { accounts, region, rootOf, secondRegion } from "../../local/world/accounts";
import { makeNetwork, type Network } from "../../local/world/network";
import { openWorld, type World } from "../../local/world/world";
import { leaveCalls } from "./left";

/** A type of finding for which `isolate-instance` needs an approval in these tests. */
export const typeToApprove = "Impact:EC2/PortSweep";

/** A type of finding that `isolate-instance` contains only in accounts below the first organizational unit of the world. */
export const typeByUnit = "Trojan:EC2/BlackholeTraffic";

/** A type of finding about an instance for which `block-principal` also denies the sessions of the instance's role. */
export const typeOfSessions = "Backdoor:EC2/DenialOfService.UnusualProtocol";

/** The cluster that enforces network policies, as the stack file says. */
export const enforcingCluster = "shop";

let opened: Promise<World> | undefined;
let destroyed = false;

/**
 * The accounts with their stacks, deployed once for all end-to-end tests of this mocha process.
 *
 * @throws Error if the stacks are destroyed already: mocha runs the files by name, and few may come after the teardown
 */
export async function deployedWorld(): Promise<World> {
  if (destroyed)
    throw new Error("the stacks are destroyed: name the test file so that it comes before teardown.test.ts");
  opened ??= openAndDeploy();
  return opened;
}

/** The same accounts for the test that destroys the stacks, and for those that look at what is left. */
export function worldToDestroy(): Promise<World> {
  const world = destroyed && opened ? opened : deployedWorld();
  destroyed = true;
  return world;
}

/** The path of every role of the stacks, so that everything that names a role is tested with one (X54); the drill has none. */
export const rolePath = "/security/firebreak/";

/** The stack files as the tests need them. */
const adapted = (stack: string, text: string, [unit = ""]: string[]): string =>
  impatient(stack, byUnit(inTwoRegions(stack, text), unit)).replace(
    /^( +)firebreak:kind:.*$/m,
    `$&\n$1firebreak:rolePath: ${rolePath}`,
  );

/** The security account and one member are in a second Region too; the other member is in the home Region only. */
function inTwoRegions(stack: string, text: string): string {
  if (stack === accounts.payments.stack) return text;
  return text.replace(/^ +firebreak:regions:\n( +- ).*\n/m, (lines, item) => `${lines}${item}${secondRegion}\n`);
}

/** Rules of the first response, before all others. */
const byUnit = (text: string, unit: string): string =>
  text.replace(
    /^ {8}- mode: contain$/m,
    `        - mode: contain\n          types: ["${typeByUnit}"]\n          organizationalUnits: ["${unit}"]\n        - mode: observe\n          types: ["${typeByUnit}"]\n$&`,
  );

/** Two deliveries instead of five, and no pause between the groups, so that failures end within seconds. */
function impatient(stack: string, text: string): string {
  const quick = text
    // Together, the tests contain more than anyone would let a response do within an hour.
    .replace(/^ {6}modes:$/gm, "      containmentsPerHour: 1000\n      modes:")
    // The first response of the file.
    .replace(
      /^ {8}- mode: contain$/m,
      `        - mode: approve\n          types: ["${typeToApprove}"]\n        - mode: approve\n          types: ["Operator:*"]\n          accounts: ["${accounts.website.id}"]\n$&`,
    )
    .replace(/conversionSeconds: \d+/, "conversionSeconds: 0")
    .replace("disableEventSources: false", "disableEventSources: true")
    .replace("reboot: false", "reboot: true")
    .replace("enforcingClusters: []", `enforcingClusters: ["${enforcingCluster}"]`)
    .replace("cordonNode: false", "cordonNode: true")
    .replace("rotateManagedSecret: false", "rotateManagedSecret: true")
    .replace(
      /lookAgainSeconds: \d+/,
      "lookAgainSeconds: 1\n      wholeRoleIfNeeded: true\n      deleteLoginProfile: true\n" +
        `      moreFindingTypes: ["${typeOfSessions}"]`,
    );
  const more = "  firebreak:deliveryAttempts: 2\n";
  const alike = `  firebreak:rehearsalAccounts: ["${accounts.payments.id}"]\n  firebreak:managementAccountId: "${accounts.security.id}"\n`;
  return stack === accounts.security.stack ? `${quick}${more}${alike}` : `${quick}${alike}`;
}

async function openAndDeploy(): Promise<World> {
  const world = await openWorld({ change: adapted, units: ["workloads", "production"] });
  try {
    await world.deploy();
  } catch (error) {
    await world.close();
    throw error;
  }
  return world;
}

after(async () => {
  const world = await opened?.catch(() => undefined);
  if (!world) return;
  await leaveCalls(world);
  await world.close();
});

/** EC2 in one of the accounts, as its root user: the workload's owner, not the product. */
export const ec2In = (world: World, account: keyof typeof accounts, at = region) =>
  new EC2(rootOf(accounts[account].id, world.endpoint, at));

let networks = 10;

/** A network that no other test uses. */
export const ownNetwork = (ec2: EC2): Promise<Network> => makeNetwork(ec2, networks++);
