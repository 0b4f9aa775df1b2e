import assert from "node:assert/strict";
import { IAM } from "@aws-sdk/client-iam";
import { certificate } from "../../../local/world/certificate";
import { member } from "./instance";
import { allow, as, errorName, outcome, session, user } from "./principals";

const iamAs = async (caller: Parameters<typeof as>[0] = member) => new IAM(await as(caller));

describe("local AWS: credentials of a user", () => {
  it("row 31: every kind of credential is listed and deactivated", async () => {
    const iam = await iamAs();
    const { name: UserName, accessKeyId: AccessKeyId } = await user(member);
    const SSHPublicKeyBody = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7";
    const { SSHPublicKeyId } = (await iam.uploadSSHPublicKey({ UserName, SSHPublicKeyBody })).SSHPublicKey!;
    const uploaded = await iam.uploadSigningCertificate({ UserName, CertificateBody: certificate });
    const { CertificateId } = uploaded.Certificate!;
    const ids = [];
    for (const ServiceName of ["codecommit.amazonaws.com", "cassandra.amazonaws.com", "bedrock.amazonaws.com"]) {
      const made = await iam.createServiceSpecificCredential({ UserName, ServiceName });
      ids.push(made.ServiceSpecificCredential!.ServiceSpecificCredentialId!);
    }
    const statuses = async () => [
      ...(await iam.listAccessKeys({ UserName })).AccessKeyMetadata!.map((one) => one.Status),
      ...(await iam.listSSHPublicKeys({ UserName })).SSHPublicKeys!.map((one) => one.Status),
      ...(await iam.listSigningCertificates({ UserName })).Certificates!.map((one) => one.Status),
      ...(await iam.listServiceSpecificCredentials({ UserName })).ServiceSpecificCredentials!.map((one) => one.Status),
    ];
    assert.deepEqual(await statuses(), Array(6).fill("Active"));
    const Status = "Inactive";
    await iam.updateAccessKey({ UserName, AccessKeyId, Status });
    await iam.updateSSHPublicKey({ UserName, SSHPublicKeyId, Status });
    await iam.updateSigningCertificate({ UserName, CertificateId, Status });
    for (const ServiceSpecificCredentialId of ids) {
      await iam.updateServiceSpecificCredential({ UserName, ServiceSpecificCredentialId, Status });
    }
    assert.deepEqual(await statuses(), Array(6).fill("Inactive"));
  });

  it("row 31: a login profile exists or not", async () => {
    const iam = await iamAs();
    const { name: UserName } = await user(member);
    const absent = "NoSuchEntityException";
    assert.equal(await errorName(iam.getLoginProfile({ UserName })), absent);
    await iam.createLoginProfile({ UserName, Password: "aA1!aA1!aA1!aA" });
    assert.equal((await iam.getLoginProfile({ UserName })).LoginProfile!.UserName, UserName);
    await iam.deleteLoginProfile({ UserName });
    assert.equal(await errorName(iam.deleteLoginProfile({ UserName })), absent);
  });

  it("row 31: absent users and credentials are not found", async () => {
    const iam = await iamAs();
    const { name: UserName } = await user(member);
    const [nobody, Status] = [{ UserName: "absent" }, "Inactive" as const];
    const calls = [
      iam.listSSHPublicKeys(nobody),
      iam.listSigningCertificates(nobody),
      iam.listServiceSpecificCredentials(nobody),
      iam.updateAccessKey({ UserName, AccessKeyId: "AKIA0000000000000000", Status }),
      iam.updateSSHPublicKey({ UserName, SSHPublicKeyId: "APKA00000000000000000", Status }),
      iam.updateSigningCertificate({ UserName, CertificateId: "000000000000000000000000", Status }),
      iam.updateServiceSpecificCredential({ UserName, ServiceSpecificCredentialId: "ACCA00000000000000000", Status }),
    ];
    for (const call of calls) assert.equal(await errorName(call), "NoSuchEntityException");
  });

  it("row 31: each call needs its permission on the user", async () => {
    const { name: UserName, accessKeyId: AccessKeyId } = await user(member);
    const { name: other } = await user(member);
    const calls: Record<string, (iam: IAM) => Promise<unknown>> = {
      UpdateAccessKey: (iam) => iam.updateAccessKey({ UserName, AccessKeyId, Status: "Inactive" }),
      ListServiceSpecificCredentials: (iam) => iam.listServiceSpecificCredentials({ UserName }),
      ListSSHPublicKeys: (iam) => iam.listSSHPublicKeys({ UserName }),
      ListSigningCertificates: (iam) => iam.listSigningCertificates({ UserName }),
      CreateLoginProfile: (iam) => iam.createLoginProfile({ UserName, Password: "aA1!aA1!aA1!aA" }),
      GetLoginProfile: (iam) => iam.getLoginProfile({ UserName }),
    };
    for (const [operation, call] of Object.entries(calls)) {
      const on = async (name: string) => {
        const resource = `arn:aws:iam::${member}:user/${name}`;
        return outcome(call(await iamAs(await session(member, allow(`iam:${operation}`, resource)))));
      };
      assert.equal(await on(other), "refused", operation);
      assert.equal(await on(UserName), "allowed", operation);
    }
  });
});
