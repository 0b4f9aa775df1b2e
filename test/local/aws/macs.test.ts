import assert from "node:assert/strict";
import { CreateKeyCommand, GenerateMacCommand, KMSClient, VerifyMacCommand } from "@aws-sdk/client-kms";
import { security } from "./instance";
import { allow, as, assume, policy, role } from "./principals";

const MacAlgorithm = "HMAC_SHA_256";
const Message = new TextEncoder().encode("one");

describe("keys for message authentication codes (rows 8, 25)", () => {
  it("sign for callers that the key's policy does not deny by their ARN, and verify the same message only", async () => {
    const mayAll = { statements: [allow(["kms:GenerateMac", "kms:VerifyMac"])] };
    const [signer, other] = [await role(security, mayAll), await role(security, mayAll)];
    const own = {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${security}:root` },
      Action: "kms:*",
      Resource: "*",
    };
    const onlySigner = {
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "kms:GenerateMac",
      Resource: "*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": signer } },
    };
    const created = await new KMSClient(await as(security)).send(
      new CreateKeyCommand({ KeyUsage: "GENERATE_VERIFY_MAC", KeySpec: "HMAC_256", Policy: policy(own, onlySigner) }),
    );
    const KeyId = created.KeyMetadata!.Arn!;
    const kmsOf = async (arn: string) => new KMSClient(await as(await assume(arn, security)));
    const { Mac } = await (await kmsOf(signer)).send(new GenerateMacCommand({ KeyId, MacAlgorithm, Message }));
    assert.equal(Mac!.length, 32);
    const stranger = await kmsOf(other);
    await assert.rejects(stranger.send(new GenerateMacCommand({ KeyId, MacAlgorithm, Message })), {
      name: "AccessDeniedException",
    });
    const { MacValid } = await stranger.send(new VerifyMacCommand({ KeyId, MacAlgorithm, Message, Mac }));
    assert.equal(MacValid, true);
    const changed = new TextEncoder().encode("two");
    await assert.rejects(stranger.send(new VerifyMacCommand({ KeyId, MacAlgorithm, Message: changed, Mac })), {
      name: "KMSInvalidMacException",
    });
  });
});
