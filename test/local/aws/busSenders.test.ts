import assert from "node:assert/strict";
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutPermissionCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { busPolicy } from "../../../components/documents/busPolicy";
import { names } from "../../../components/shared/names";
import { testDetailType, testSource } from "../../../runtime/doctor/testEvent";
import { member, security, testAws } from "./instance";
import { allow, as, assume, type Credentials, policy, role, trust, unique } from "./principals";

describe("the policy of the findings bus, on the local AWS", () => {
  let bus: string;
  before(async () => {
    const { organization } = await testAws();
    const events = new EventBridgeClient(await as(security));
    const Name = unique("findings");
    bus = (await events.send(new CreateEventBusCommand({ Name }))).EventBusArn!;
    const args = { organizationId: organization, partition: "aws", rolePath: "/", rehearsalAccounts: [] };
    await events.send(new PutPermissionCommand({ EventBusName: Name, Policy: busPolicy(bus, args) }));
  });

  const statements = [allow("events:PutEvents")];
  /** Whether the bus accepts an event of the doctor from a caller. */
  async function takes(sender: Credentials): Promise<boolean> {
    const Entries = [{ EventBusName: bus, Source: testSource, DetailType: testDetailType, Detail: "{}" }];
    return new EventBridgeClient(await as(sender)).send(new PutEventsCommand({ Entries })).then(
      ({ FailedEntryCount }) => FailedEntryCount === 0,
      ({ name }: Error) => {
        assert.match(name, /AccessDenied/);
        return false;
      },
    );
  }

  it("Y23: accepts the doctor's events from the forwarding role", async () => {
    const iam = new IAMClient(await as(member));
    const RoleName = names.forwarding;
    const AssumeRolePolicyDocument = trust(`arn:aws:iam::${member}:root`);
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "send", PolicyDocument: policy(...statements) }));
    try {
      assert.equal(await takes(await assume(Role!.Arn!, member)), true);
    } finally {
      // Other tests look for the product's own names.
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "send" }));
      await iam.send(new DeleteRoleCommand({ RoleName }));
    }
  });

  it("Y23: accepts them from no other principal of the organization, regardless of its permissions in its account", async () => {
    assert.equal(await takes(await assume(await role(member, { statements }), member)), false);
    assert.equal(
      await takes(await assume(await role(member, { statements, path: `/${names.forwarding}/` }), member)),
      false,
    );
  });
});
