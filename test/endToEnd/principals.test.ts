import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { IAM } from "@aws-sdk/client-iam";
import { before, describe, it } from "mocha";
import { accounts, rootOf } from "../../local/world/accounts";
import { certificate } from "../../local/world/certificate";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsOf } from "../../local/world/follow";
import { iamIn, makeRole, makeUser, principalFinding } from "../../local/world/principals";
import type { World } from "../../local/world/world";
import { release } from "./acts";
import { deployedWorld, typeOfSessions } from "./world";

const { payments } = accounts;
const denyAll = "arn:aws:iam::aws:policy/AWSDenyAll";

describe("end to end: principals", () => {
  let world: World;
  let iam: IAM;
  before(async () => {
    world = await deployedWorld();
    iam = iamIn(world, "payments");
  });

  const send = async (finding: Record<string, any>) => {
    await sendFinding(world.endpoint, payments.id, finding);
    return (await decisionsOf(world, finding["id"]))[0]!;
  };
  const unblock = (containment: string | undefined) => release(world, "block-principal", containment);
  const policiesOf = async (UserName: string) =>
    (await iam.listAttachedUserPolicies({ UserName })).AttachedPolicies!.map((policy) => policy.PolicyArn);
  const keysOf = async (UserName: string) =>
    (await iam.listAccessKeys({ UserName })).AccessKeyMetadata!.map((key) => key.Status);
  const boundaryOf = async (RoleName: string) =>
    (await iam.getRole({ RoleName })).Role!.PermissionsBoundary?.PermissionsBoundaryArn;

  it("F8 case 36: a user gets AWSDenyAll and every key is deactivated; release restores everything but the keys", async () => {
    const alice = await makeUser(iam, "alice");
    await iam.createAccessKey({ UserName: "alice" });
    await iam.createLoginProfile({ UserName: "alice", Password: "Not-a-secret-1!" });
    await iam.createServiceSpecificCredential({ UserName: "alice", ServiceName: "codecommit.amazonaws.com" });
    await iam.uploadSSHPublicKey({ UserName: "alice", SSHPublicKeyBody: "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7" });
    await iam.uploadSigningCertificate({ UserName: "alice", CertificateBody: certificate });
    const decision = await send(principalFinding(payments.id, alice));
    assert.equal(decision.outcome, "contained", decision.reason);
    // X6: CloudTrail was asked for the sessions that she opened.
    assert.match(decision.remains.join("\n"), /CloudTrail shows none/);
    assert.doesNotMatch(decision.remains.join("\n"), /could not be looked up/);
    assert.deepEqual(await policiesOf("alice"), [denyAll]);
    assert.deepEqual(await keysOf("alice"), ["Inactive", "Inactive"]);
    const [codecommit, ssh, certificates] = await Promise.all([
      iam.listServiceSpecificCredentials({ UserName: "alice" }),
      iam.listSSHPublicKeys({ UserName: "alice" }),
      iam.listSigningCertificates({ UserName: "alice" }),
    ]);
    const others = [codecommit.ServiceSpecificCredentials, ssh.SSHPublicKeys, certificates.Certificates];
    assert.deepEqual(
      others.map((list) => list!.map((item) => item.Status)),
      [["Inactive"], ["Inactive"], ["Inactive"]],
    );
    await assert.rejects(iam.getLoginProfile({ UserName: "alice" }), /NoSuchEntity|cannot be found|Login Profile/);
    const released = await unblock(decision.containment);
    assert.deepEqual(await policiesOf("alice"), []);
    assert.deepEqual(await keysOf("alice"), ["Inactive", "Inactive"]);
    assert.match(JSON.stringify([released.drift, released.remains]), new RegExp(alice.accessKeyId));
  });

  it("M11 case 37: only the reported session of a role is denied, then a second one as well; the role still works for others", async () => {
    const shop = await makeRole(iam, "shop");
    const first = await send(principalFinding(payments.id, shop));
    assert.equal(first.outcome, "contained", first.reason);
    const document = async () => {
      const PolicyArn = (await boundaryOf("shop"))!;
      assert.match(PolicyArn, /:policy\/firebreak\//);
      const { Policy } = await iam.getPolicy({ PolicyArn });
      const version = await iam.getPolicyVersion({ PolicyArn, VersionId: Policy!.DefaultVersionId! });
      return decodeURIComponent(version.PolicyVersion!.Document!);
    };
    assert.ok((await document()).includes(shop.principalId));
    const other = { ...shop, principalId: `${shop.principalId.split(":")[0]}:i-0fedcba9876543210` };
    const second = await send(principalFinding(payments.id, other));
    assert.equal(second.outcome, "contained", second.reason);
    for (const { principalId } of [shop, other]) assert.ok((await document()).includes(principalId), principalId);
    const { AttachedPolicies } = await iam.listAttachedRolePolicies({ RoleName: "shop" });
    assert.deepEqual(AttachedPolicies, []);
    // A version that others made must not keep the policy from being deleted.
    await iam.createPolicyVersion({ PolicyArn: (await boundaryOf("shop"))!, PolicyDocument: await document() });
    const _released = await unblock(first.containment);
    assert.equal(await boundaryOf("shop"), undefined);
    const left = await iam.listPolicies({ Scope: "Local", PathPrefix: "/firebreak/shop/" });
    assert.deepEqual(left.Policies, []);
  });

  it("N66: the sessions of an instance's role are denied with the instance, where the stack file asks for it", async () => {
    const { principalId } = await makeRole(iam, "frontend");
    const InstanceProfileName = "web-servers";
    const { InstanceProfile } = await iam.createInstanceProfile({ InstanceProfileName });
    await iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName: "frontend" });
    const [role, instanceId] = principalId.split(":") as [string, string];
    const finding = instanceFinding({ account: payments.id, instanceId, type: typeOfSessions });
    finding["resource"].instanceDetails.iamInstanceProfile = {
      arn: InstanceProfile!.Arn,
      id: InstanceProfile!.InstanceProfileId,
    };
    await sendFinding(world.endpoint, payments.id, finding);
    const decisions = await decisionsOf(world, finding["id"], 2);
    const outcomes = Object.fromEntries(decisions.map(({ response, outcome }) => [response, outcome]));
    assert.deepEqual(outcomes, { "isolate-instance": "gone", "block-principal": "contained" });
    const policy = await iam.getPolicy({ PolicyArn: (await boundaryOf("frontend"))! });
    const { PolicyVersion } = await iam.getPolicyVersion({
      PolicyArn: policy.Policy!.Arn!,
      VersionId: policy.Policy!.DefaultVersionId!,
    });
    assert.ok(decodeURIComponent(PolicyVersion!.Document!).includes(`${role}:${instanceId}`));
    const { containment } = decisions.find(({ response }) => response === "block-principal")!;
    await unblock(containment);
    assert.equal(await boundaryOf("frontend"), undefined);
  });

  it("X19: a session of a role with its own boundary is denied without changing it, by a policy that another session wrote", async () => {
    const { Policy } = await iam.createPolicy({
      PolicyName: "limits",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
      }),
    });
    const actor = await makeRole(iam, "limited");
    await iam.putRolePermissionsBoundary({ RoleName: "limited", PermissionsBoundary: Policy!.Arn! });
    const decision = await send(principalFinding(payments.id, actor));
    assert.equal(decision.outcome, "contained", decision.reason);
    const attached = async () =>
      (await iam.listAttachedRolePolicies({ RoleName: "limited" })).AttachedPolicies!.map((policy) => policy.PolicyArn);
    const [own, ...more] = await attached();
    assert.match(own!, /:policy\/firebreak\/limited\/deny\/firebreak-1-[0-9a-f]{8}$/);
    assert.deepEqual(more, []);
    const version = await iam.getPolicyVersion({ PolicyArn: own!, VersionId: "v1" });
    assert.doesNotMatch(decodeURIComponent(version.PolicyVersion!.Document!), /Allow/);
    assert.equal(await boundaryOf("limited"), Policy!.Arn);
    await unblock(decision.containment);
    assert.deepEqual(await attached(), []);
    assert.equal(await boundaryOf("limited"), Policy!.Arn);
  });

  it("case 35: a user whose policies leave no room is denied by a permissions boundary instead", async () => {
    const actor = await makeUser(iam, "full");
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
    });
    for (let number = 0; number < 10; number++) {
      const { Policy } = await iam.createPolicy({ PolicyName: `filler-${number}`, PolicyDocument });
      await iam.attachUserPolicy({ UserName: "full", PolicyArn: Policy!.Arn! });
    }
    const boundary = async () =>
      (await iam.getUser({ UserName: "full" })).User!.PermissionsBoundary?.PermissionsBoundaryArn;
    const decision = await send(principalFinding(payments.id, actor));
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.equal(await boundary(), denyAll);
    assert.equal((await policiesOf("full")).length, 10);
    await unblock(decision.containment);
    assert.equal(await boundary(), undefined);
  });

  it("F21 F22 F26: a tagged role and a tagged user are left alone; another key's tag does not count", async () => {
    const exempt = { SecurityException: "break-glass" };
    const role = await makeRole(iam, "exempt-role", exempt);
    const user = await makeUser(iam, "exempt-user", exempt);
    const other = await makeUser(iam, "other-tag", { securityexception2: "yes" });
    for (const actor of [role, user]) {
      const decision = await send(principalFinding(payments.id, actor));
      assert.equal(decision.outcome, "exempt");
    }
    assert.equal(await boundaryOf("exempt-role"), undefined);
    assert.deepEqual(await policiesOf("exempt-user"), []);
    assert.equal((await send(principalFinding(payments.id, other))).outcome, "contained");
  });

  it("X5: a session that can come back under another name does not end as contained; with wholeRoleIfNeeded the whole role is denied", async () => {
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    const { Role } = await iam.createRole({ RoleName: "checkout", AssumeRolePolicyDocument });
    const actor = {
      userType: "AssumedRole",
      userName: "checkout",
      principalId: `${Role!.RoleId}:eks-shop-prod-checkout-7-0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0`,
      accessKeyId: "ASIAEXAMPLEEXAMPLE13",
    };
    const decision = await send(principalFinding(payments.id, actor));
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.match(JSON.stringify(decision.calls), /pods.eks.amazonaws.com/);
    const { AttachedPolicies } = await iam.listAttachedRolePolicies({ RoleName: "checkout" });
    assert.deepEqual(
      AttachedPolicies!.map((policy) => policy.PolicyArn),
      [denyAll],
    );
  });

  it("M9: root and federated users are reported with advice, and no user of the same name is touched", async () => {
    const bob = await makeUser(iam, "bob");
    for (const actor of [
      { ...bob, userType: "Root", userName: "root" },
      { ...bob, userType: "FederatedUser" },
    ]) {
      const decision = await send(principalFinding(payments.id, actor));
      assert.equal(decision.outcome, "skipped", `${actor.userType} ${decision.reason}`);
    }
    assert.deepEqual(await policiesOf("bob"), []);
    assert.deepEqual(await keysOf("bob"), ["Active"]);
  });

  it("M10 case 34 X20: roles of Identity Center and of AWS services are recognised by path and trust, and reported with advice", async () => {
    const saml = `arn:aws:iam::${payments.id}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`;
    for (const [RoleName, Path, Principal, Action, expected] of [
      [
        "AWSReservedSSO_Admin_0123456789abcdef",
        "/aws-reserved/sso.amazonaws.com/",
        { Federated: saml },
        "sts:AssumeRoleWithSAML",
        /placeholder service control policy/,
      ],
      [
        "AWSServiceRoleForSupport",
        "/aws-service-role/support.amazonaws.com/",
        { Service: "support.amazonaws.com" },
        "sts:AssumeRole",
        /only the service can change it/,
      ],
    ] as const) {
      const Statement = [{ Effect: "Allow", Principal, Action }];
      const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      const { Role } = await iam.createRole({ RoleName, Path, AssumeRolePolicyDocument });
      const actor = {
        userType: "AssumedRole",
        userName: RoleName,
        principalId: `${Role!.RoleId}:someone`,
        accessKeyId: "ASIAEXAMPLEEXAMPLE14",
      };
      const decision = await send(principalFinding(payments.id, actor));
      assert.equal(decision.outcome, "failed");
      assert.match(decision.reason, expected);
      assert.equal(await boundaryOf(RoleName), undefined);
    }
  });

  it("M53: the log names the principal and its outcome, and holds no key id, session or policy", async () => {
    const dave = await makeUser(iam, "dave");
    await send(principalFinding(payments.id, dave));
    const logs = new CloudWatchLogs(rootOf(accounts.security.id, world.endpoint));
    const logGroupName = "/aws/lambda/firebreak-block-principal";
    const lines = async () => (await logs.filterLogEvents({ logGroupName, filterPattern: '"user/dave"' })).events ?? [];
    // A function's log follows its decision.
    for (let tries = 0; tries < 40 && (await lines()).length === 0; tries++) await sleep(250);
    const text = (await lines()).map((event) => event.message).join("\n");
    logs.destroy();
    assert.match(text, /"message":"contained".*user\/dave/);
    for (const secret of [dave.accessKeyId, "SessionToken", "SecretAccessKey", '"Statement"']) {
      assert.ok(!text.includes(secret), secret);
    }
  });

  it("X20: the product's own roles, as deployed, are never blocked, and the notice says so", async () => {
    const RoleName = "Security-IR-Role-block-principal";
    const { Role } = await iam.getRole({ RoleName });
    const actor = {
      userType: "AssumedRole",
      userName: RoleName,
      principalId: `${Role!.RoleId}:firebreak`,
      accessKeyId: "ASIAEXAMPLEEXAMPLE12",
    };
    const decision = await send(principalFinding(payments.id, actor));
    assert.equal(decision.outcome, "failed");
    assert.match(decision.reason, /Firebreak's own and unchanged since its deployment/);
    assert.equal(await boundaryOf(RoleName), undefined);
  });
});
