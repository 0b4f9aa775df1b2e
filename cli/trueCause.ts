import { directoryParameter } from "../components/documents/directoryContent";
import { codeOf, isDenied } from "../runtime/lib/errors";
import { safe } from "./output/print";
import { type Problem, problem } from "./problem";
import { type SecurityPlace, securityPlace } from "./securityPlace";
import type { World } from "./world";

/**
 * The true cause of a directory that cannot be read. AWS refuses credentials of another account, and a Region that the
 * policy does not name, in the same words as a missing policy: so this compares who asks, and where, with the stack files.
 *
 * @param region that was asked in, if it is not the environment's
 */
export async function trueCause(world: World, region: string | undefined, failed: Problem): Promise<Problem> {
  const denied = isDenied(failed.cause);
  if (!denied && codeOf(failed.cause) !== "ParameterNotFound") return failed;
  const own = await ownPlace(world, region);
  if (!own) return failed;
  const start = denied
    ? `Access denied: ${own.arn} may not read the parameter ${directoryParameter} in ${own.region}.`
    : `There is no parameter ${directoryParameter} in account ${own.account}, ${own.region}.`;
  const security = await securityPlace(world.folder);
  return problem(`${start} ${security ? compared(own, security, denied) : possible(own, denied)}`);
}

interface OwnPlace {
  arn: string;
  account: string;
  region: string;
}

/** Everyone may ask who they are: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
async function ownPlace(world: World, region: string | undefined): Promise<OwnPlace | undefined> {
  try {
    const { Account = "", Arn = "" } = await (await world.aws.sts(region)).getCallerIdentity({});
    return { arn: safe(Arn), account: safe(Account), region: region ?? (await world.aws.region()) };
  } catch {
    return undefined;
  }
}

const policy =
  "You need the policy in the output auditorPolicy, operatorPolicy or approverPolicy of the security account's stack.";
const notDeployed = "Its stack is not deployed, or was deployed by an earlier version.";

function compared(own: OwnPlace, { account, region, file }: SecurityPlace, denied: boolean): string {
  const wrong = [
    ...(own.account !== account
      ? [
          `The security account is ${account}, but your credentials are for ${own.account}: set AWS_PROFILE to a profile of ${account}`,
        ]
      : []),
    ...(own.region !== region
      ? [`the home Region is ${region}, but you ask in ${own.region}: set AWS_REGION=${region}`]
      : []),
  ];
  if (wrong.length > 0) return `${capital(wrong.join("; "))} (${file} says so).`;
  return denied ? policy : notDeployed;
}

const possible = ({ account, region }: OwnPlace, denied: boolean): string =>
  [
    `If ${account} is not the security account, set AWS_PROFILE to a profile of it.`,
    `If ${region} is not its home Region, set AWS_REGION.`,
    `If both are right: ${denied ? policy : notDeployed}`,
  ].join(" ");

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
