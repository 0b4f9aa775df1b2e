import { accounts } from "../../world/accounts";
import { sendFinding } from "../../world/findings";
import { iamIn, makeRole, makeUser, principalFinding } from "../../world/principals";
import type { Incident, Stage } from "./incident";

const { payments } = accounts;

/** What happens to users and roles. */
export async function principalIncidents({ world }: Stage): Promise<Incident[]> {
  const iam = iamIn(world, "payments");
  const [user, role, exempt] = await Promise.all([
    makeUser(iam, "ci-deployer"),
    makeRole(iam, "shop-backend"),
    makeUser(iam, "scanner", { SecurityException: "for=block-principal until=2099-12-31 ref=SEC-7" }),
  ]);
  const send = async (finding: Record<string, any>) => {
    await sendFinding(world.endpoint, payments.id, finding);
    return finding["id"] as string;
  };
  return [
    {
      title: "payments: the key of a user is used from a malicious address",
      expected: "contained",
      happen: () => send(principalFinding(payments.id, user)),
      async proof() {
        const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: user.userName });
        const { AttachedPolicies = [] } = await iam.listAttachedUserPolicies({ UserName: user.userName });
        if (AccessKeyMetadata.some((key) => key.Status !== "Inactive")) return "a key is still active";
        return AttachedPolicies.some((policy) => policy.PolicyName === "AWSDenyAll") ? undefined : "nothing denies it";
      },
    },
    {
      title: "payments: credentials of one instance's role are used outside AWS; its other instances work on",
      expected: "contained",
      happen: () =>
        send(
          principalFinding(payments.id, role, "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS"),
        ),
      async proof() {
        const { Role } = await iam.getRole({ RoleName: role.userName });
        return Role!.PermissionsBoundary ? undefined : "the session is not denied";
      },
    },
    {
      title: "payments: a user with an exception that names this response and an end does what it is meant to do",
      expected: "exempt",
      happen: () => send(principalFinding(payments.id, exempt)),
    },
    {
      title: "payments: the root user signs in from a malicious address, which nothing in IAM can stop",
      expected: "skipped",
      happen: () => send(principalFinding(payments.id, { ...user, userType: "Root", userName: "Root" })),
    },
  ];
}
