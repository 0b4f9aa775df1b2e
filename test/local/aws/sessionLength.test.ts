import assert from "node:assert/strict";
import { IAMClient, UpdateRoleCommand } from "@aws-sdk/client-iam";
import { member, security } from "./instance";
import { allow, as, assume, role, trust, user } from "./principals";

/** The message of AWS's refusal, or undefined. */
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    ({ name, message }: Error) => `${name}: ${message}`,
  );

describe("local AWS: session durations", () => {
  const root = `arn:aws:iam::${security}:root`;
  const longer = async (arn: string) => {
    const iam = new IAMClient(await as(member));
    await iam.send(new UpdateRoleCommand({ RoleName: arn.split("/").at(-1)!, MaxSessionDuration: 43_200 }));
    return arn;
  };

  it("X56: a role that assumes a role gets at most an hour, whatever that role allows; a user gets what it allows", async () => {
    const target = await longer(await role(member, { trust: trust(root) }));
    const responder = await assume(await role(security, { statements: [allow("sts:AssumeRole")] }), security);
    assert.equal(await refusal(assume(target, responder, { DurationSeconds: 3600 })), undefined);
    assert.match(
      (await refusal(assume(target, responder, { DurationSeconds: 3601 })))!,
      /^ValidationError: .*exceeds the 1 hour session limit for roles assumed by role chaining/,
    );
    const person = await user(security, allow("sts:AssumeRole"));
    assert.equal(await refusal(assume(target, person, { DurationSeconds: 7200 })), undefined);
  });

  it("X56: no caller gets more than the role allows", async () => {
    const target = await role(member, { trust: trust(root) });
    const person = await user(security, allow("sts:AssumeRole"));
    assert.match(
      (await refusal(assume(target, person, { DurationSeconds: 3601 })))!,
      /^ValidationError: .*exceeds the MaxSessionDuration set for this role/,
    );
  });
});
