import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { kinds } from "../../cli/verbs/exceptionArgs";
import { signedText } from "../../runtime/exceptions/signedText";
import type { Exemption, GrantedException } from "../../runtime/model/journalItems";
import { taggedTypes } from "../../runtime/resources";
import { items, target } from "./journal";
import { awsError, directory, run } from "./world";

const place = ["--account", "444455556666", "--region", "eu-west-1"];
const said = ["--until", "2027-01-31", "--owner", "team@example.com", "--reference", "SEC-123"];
const grant = ["exception", "grant", "ec2-instance", "i-0123456789abcdef0", ...place, ...said];
const forOne = ["--for", "isolate-instance"];
const role = "arn:aws:iam::111122223333:role/firebreak-exception-approver";

const granted = (more: Partial<GrantedException> = {}): GrantedException => ({
  arn: target.arn,
  kind: "ec2-instance",
  resource: target.id,
  accountId: target.accountId,
  region: target.region,
  partition: "aws",
  responses: ["isolate-instance"],
  until: "2027-01-31",
  owner: "team@example.com",
  reference: "SEC-123",
  issuedAt: "2026-11-26T12:00:00Z",
  grantedBy: "arn:alice",
  signature: "s".repeat(43),
  status: "granted",
  ...more,
});

describe("firebreak exception grant", () => {
  it("P1: takes an ARN in place of kind and id", async () => {
    const byArn = ["exception", "grant", target.arn, ...said, ...forOne, "--yes"];
    const payloads = await Promise.all(
      [byArn, [...grant, ...forOne, "--yes"]].map(async (argv) => {
        const { invocations } = await run(argv, { answer: () => granted() });
        const { signature: _, proof: __, ...payload } = invocations[0]!.payload;
        return payload;
      }),
    );
    assert.deepEqual(payloads[0], payloads[1]);
  });

  it("signs as the approver role, proves who the person is, and shows what was granted", async () => {
    const result = await run([...grant, "--for", "isolate-instance,block-principal"], {
      typed: "y",
      answer: () => granted({ responses: ["block-principal", "isolate-instance"] }),
    });
    assert.equal(result.code, 0, result.err);
    assert.match(
      result.questions[0]!,
      /Exempt ec2-instance i-0123456789abcdef0 in account 444455556666, eu-west-1 from block-principal, isolate-instance until 2027-01-31\?/,
    );
    assert.deepEqual(result.assumed, [`${role} as alice`]);
    const issuedAt = "2026-11-26T12:00:00Z";
    assert.deepEqual(result.signed, [
      {
        key: `${directory.exceptionKeyArn} as approver`,
        text: signedText({
          accountId: "444455556666",
          arn: target.arn,
          kind: "ec2-instance",
          responses: ["block-principal", "isolate-instance"],
          until: "2027-01-31",
          owner: "team@example.com",
          reference: "SEC-123",
          issuedAt,
        }),
      },
    ]);
    const [{ payload, ...call }] = result.invocations as [any];
    assert.deepEqual(call, { function: "firebreak-exceptions", alias: "approve", role: "approver" });
    const { proof, ...command } = payload;
    assert.deepEqual(command, {
      command: "grant",
      account: "444455556666",
      region: "eu-west-1",
      kind: "ec2-instance",
      id: "i-0123456789abcdef0",
      responses: ["block-principal", "isolate-instance"],
      until: "2027-01-31",
      owner: "team@example.com",
      reference: "SEC-123",
      issuedAt,
      signature: Buffer.alloc(32, 7).toString("base64url"),
    });
    assert.equal(command.signature.length, 43);
    assert.deepEqual(proof.headers["proof-of"], JSON.stringify(command));
    assert.match(result.out, /Granted: .* is exempt from block-principal, isolate-instance until 2027-01-31/);
  });

  it("says who can grant to a person who cannot", async () => {
    const faults = { "sts.assumeRole": awsError("AccessDenied", "not authorized to perform sts:AssumeRole") };
    const { code, err, signed, invocations } = await run([...grant, ...forOne, "--yes"], { faults });
    assert.equal(code, 1);
    assert.match(err, /role\/people\/alice|assumed-role\/people\/alice/);
    assert.match(err, /may not assume .*firebreak-exception-approver.*`approvers`.*approverPolicy/s);
    assert.deepEqual([signed, invocations], [[], []]);
  });

  it("shows the function's own reason why an exception is not granted", async () => {
    const answer = () => ({ errorMessage: "the exception cannot be granted: it ends after 400 days, at most 90" });
    const { code, err } = await run([...grant, ...forOne, "--yes"], { answer });
    assert.equal(code, 1);
    assert.match(err, /did not grant: the exception cannot be granted: it ends after 400 days/);
  });

  it("refuses unknown responses and kinds, with exit code 2", async () => {
    const response = await run([...grant, "--for", "isolate-instance,nope", "--yes"]);
    assert.equal(response.code, 2);
    assert.match(response.err, /--for is "nope": the responses are isolate-instance, block-principal, notify/);
    const kind = await run(["exception", "grant", "table", "t", ...place, ...said, ...forOne, "--yes"]);
    assert.equal(kind.code, 2);
    assert.match(kind.err, /ec2-instance/);
    assert.equal((await run(grant)).code, 2);
  });

  it("says so if the security account has no function for exceptions", async () => {
    const { exceptionsFunction: _, ...old } = directory;
    const { code, err } = await run([...grant, ...forOne, "--yes"], { parameter: JSON.stringify(old) });
    assert.equal(code, 1);
    assert.match(err, /has no function for exceptions/);
  });

  it("offers the existing kinds of resources", () => {
    assert.deepEqual(
      [...kinds],
      taggedTypes.map(({ kind }) => kind),
    );
  });
});

describe("firebreak exception check", () => {
  const checked = {
    arn: target.arn,
    key: "SecurityException",
    value: "for=isolate-instance until=2027-01-31",
    responses: [
      { response: "isolate-instance", exempt: true, reason: "tag SecurityException exempts, until 2027-01-31" },
      { response: "block-principal", exempt: false, reason: "it is for isolate-instance" },
    ],
    granted: granted(),
  };
  const argv = ["exception", "check", "ec2-instance", target.id, ...place];

  it("says for each response whether the resource is exempt, and why", async () => {
    const { code, out, invocations } = await run(argv, { answer: () => checked });
    assert.equal(code, 0);
    assert.equal(invocations[0]!.alias, "operate");
    assert.equal(invocations[0]!.payload["proof"], undefined);
    assert.match(out, /isolate-instance: exempt, tag SecurityException exempts/);
    assert.match(out, /block-principal: not exempt, it is for isolate-instance/);
    assert.match(out, /in the register: granted, until 2027-01-31, owner team@example.com, SEC-123/);
  });

  it("P1: takes the ARN that everything prints, which says kind, id, account and Region", async () => {
    const answer = () => checked;
    const named = async (...words: string[]) => {
      const { code, err, invocations } = await run(["exception", "check", ...words], { answer });
      return code === 0 ? invocations[0]!.payload : err;
    };
    const bucket = { kind: "s3-bucket", id: "logs", account: "444455556666", region: "eu-west-1" };
    assert.deepEqual(await named(target.arn), await named("ec2-instance", target.id, ...place));
    assert.deepEqual(await named("arn:aws:s3:::logs", ...place), { command: "check", ...bucket });
    const role = (await named("arn:aws:iam::444455556666:role/app/web", "--region", "eu-west-1")) as object;
    assert.deepEqual(role, { command: "check", ...bucket, kind: "iam-role", id: "web" });
  });

  it("P1: names what an ARN lacks, contradicts or is too much", async () => {
    const fails = async (words: string[], text: RegExp) => {
      const { code, err } = await run(["exception", "check", ...words], { answer: () => checked });
      assert.equal(code, 2);
      assert.match(err, text);
    };
    await fails(["arn:aws:s3:::logs"], /exception check needs --account and --region, unless the ARN says it/);
    await fails([target.arn, "--region", "us-east-1"], /--region is "us-east-1", but the ARN says eu-west-1/);
    await fails([target.arn, target.id], /an ARN needs no id, but there is "i-/);
    await fails(["arn:aws:sqs:eu-west-1:444455556666:q"], /is not the ARN of a resource that can be exempt/);
    await fails(["ec2-instance", ...place], /needs the id of the ec2-instance after its kind/);
    await fails(["table", "t", ...place], /"table" is no kind of resource with exceptions: the kinds are ec2-instance/);
  });

  it("says that there is no tag and that the register does not know it", async () => {
    const { arn, key, responses } = checked;
    const { out } = await run(argv, { answer: () => ({ arn, key, responses }) });
    assert.match(out, /no tag SecurityException\n {2}not in the register/);
  });
});

describe("firebreak exception list", () => {
  const exemption = (more: Partial<Exemption> = {}): Exemption =>
    ({
      id: "c1",
      response: "isolate-instance",
      target,
      finding: { id: "f1" },
      reason: 'tag SecurityException="since ever" exempts from every response without end',
      since: "2026-11-20T10:00:00.000Z",
      ...more,
    }) as Exemption;
  const journal = [
    items.granted(granted()),
    items.granted(granted({ arn: "arn:ended", resource: "i-ended", until: "2026-11-25" })),
    items.granted(granted({ arn: "arn:revoked", resource: "i-revoked", status: "revoked" })),
    items.exemption(exemption()),
  ];

  it("lists grants and exemptions, and counts those without an end", async () => {
    const { code, out, err } = await run(["exception", "list"], { items: journal });
    assert.equal(code, 0);
    assert.match(
      out,
      /2027-01-31 +granted +i-0123456789abcdef0 +ec2-instance +444455556666 .*\n +from isolate-instance +owner team@example.com/,
    );
    assert.match(out, /no end/);
    assert.ok(!out.includes("i-ended") && !out.includes("i-revoked"));
    assert.match(err, /1 of them has no end/);
    assert.ok(Math.max(...out.split("\n").map((line) => line.length)) <= 80, out);
  });

  it("also lists ended and revoked ones with --all", async () => {
    const { granted: all, exemptions } = (
      await run(["exception", "list", "--all", "--json"], { items: journal })
    ).json();
    assert.deepEqual(all.map((item: any) => item.resource).sort(), [target.id, "i-ended", "i-revoked"].sort());
    assert.equal(all[0].kind, "ec2-instance");
    assert.equal(exemptions.length, 1);
  });

  it("says so if there are none", async () => {
    assert.match((await run(["exception", "list"])).err, /There are no exceptions/);
  });
});

describe("firebreak exception revoke", () => {
  const answer = () => ({ arn: target.arn, tagRemoved: true });

  it("accepts the ARN of the exempt resource", async () => {
    const argv = ["exception", "revoke", target.arn, "--reason", "over"];
    const { code, out, invocations } = await run(argv, { typed: "y", answer });
    assert.equal(code, 0);
    const { proof, ...payload } = invocations[0]!.payload;
    assert.deepEqual(payload, { command: "revoke", arn: target.arn, reason: "over" });
    assert.ok(proof);
    assert.equal(invocations[0]!.alias, "operate");
    assert.match(out, /is no longer exempt; its tag was removed/);
  });

  it("accepts account, Region, kind and id for a tag that the register does not know", async () => {
    const named = ["--kind", "s3-bucket", "--id", "b-1", ...place];
    const { invocations } = await run(["exception", "revoke", ...named, "--reason", "x", "--yes"], { answer });
    const { proof, ...payload } = invocations[0]!.payload;
    const resource = { account: "444455556666", region: "eu-west-1", kind: "s3-bucket", id: "b-1" };
    assert.deepEqual(payload, { command: "revoke", ...resource, reason: "x" });
  });

  for (const [name, more] of [
    ["nothing", []],
    ["half a resource", ["--kind", "s3-bucket", "--id", "b"]],
    ["both", [target.arn, "--kind", "s3-bucket"]],
  ] as const) {
    it(`refuses ${name}, with exit code 2`, async () => {
      const { code, err, invocations } = await run(["exception", "revoke", ...more, "--reason", "x", "--yes"]);
      assert.equal(code, 2);
      assert.match(err, /Name either the ARN, or all of --kind, --id, --account and --region/);
      assert.deepEqual(invocations, []);
    });
  }
});
