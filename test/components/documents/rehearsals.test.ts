import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { withOtherEvents } from "../../../components/documents/rehearsals";
import { rehearsalSource } from "../../../runtime/findings/rehearsal";
import { type Deployment, deploy, masterConfig, serviceConfig } from "../deploy";

const member = serviceConfig["firebreak:accountId"]!;
const rules = "aws:cloudwatch/eventRule:EventRule";
const namedFor = (...accounts: string[]) => ({ "firebreak:rehearsalAccounts": JSON.stringify(accounts) });
const withSource = ({ made }: Deployment) =>
  made.filter(({ inputs }) => JSON.stringify(inputs).includes(rehearsalSource));

describe("rehearsals in the stacks", () => {
  let master: Deployment;
  before(async () => {
    master = await deploy({ ...masterConfig, ...namedFor(member) });
  });

  it("have no pattern and no policy if no account is named", async () => {
    assert.deepEqual(withSource(await deploy(masterConfig)), []);
    assert.deepEqual(withSource(await deploy(serviceConfig)), []);
    assert.deepEqual(withSource(await deploy({ ...serviceConfig, ...namedFor("999900001111") })), []);
  });

  it("are forwarded by an account that its own stack names, in each Region, with the findings' role and queue", async () => {
    const made = withSource(await deploy({ ...serviceConfig, ...namedFor(member) }));
    const regions = JSON.parse(serviceConfig["firebreak:regions"]!);
    assert.deepEqual(
      made.map(({ type, inputs }) => [type, inputs["name"], inputs["region"]]),
      regions.map((region: string) => [rules, "firebreak-forwarding-rehearsals", region]),
    );
  });

  it("are accepted in the security account from named accounts only, for the rehearsed responses", () => {
    const taking = withSource(master).filter(({ type, name }) => type === rules && name !== "events");
    assert.deepEqual(
      taking.map(({ inputs }) => inputs["name"]).sort(),
      [
        "block-principal",
        "block-public-bucket",
        "confine-cluster",
        "confine-security-group",
        "isolate-database",
        "isolate-instance",
        "isolate-pod",
        "isolate-task",
        "restore-guardrail",
        "stop-function",
        "unshare-copy",
      ].map((name) => `firebreak-${name}-rehearsals`),
    );
    for (const { inputs } of taking) {
      const pattern = JSON.parse(inputs["eventPattern"]);
      assert.deepEqual(pattern.account, [member]);
      assert.deepEqual(pattern.source, [rehearsalSource]);
    }
    const [bus] = master.of("aws:cloudwatch/eventBusPolicy:EventBusPolicy");
    const statement = JSON.parse(bus!.inputs["policy"]).Statement.find((item: any) =>
      item.Sid.startsWith("Rehearsals"),
    );
    assert.deepEqual(statement.Condition, {
      ArnEquals: { "aws:PrincipalArn": [`arn:aws:iam::${member}:role/firebreak-forwarding`] },
      StringEquals: { "events:source": rehearsalSource },
    });
  });

  it("fit into a rule with the longest list that the settings allow, which never contains the security account", async () => {
    const many = Array.from({ length: 20 }, (_, at) => `2000000000${String(at).padStart(2, "0")}`);
    const { made } = await deploy({ ...masterConfig, ...namedFor(...many) });
    for (const { inputs } of made.filter(({ type }) => type === rules)) {
      assert.ok((inputs["eventPattern"] ?? "").length <= 2048, inputs["name"]);
    }
    await assert.rejects(
      deploy({ ...masterConfig, ...namedFor(...many, member) }),
      /rehearsalAccounts.*at most 20 accounts/s,
    );
    const own = masterConfig["firebreak:accountId"]!;
    await assert.rejects(deploy({ ...masterConfig, ...namedFor(own) }), /"111122223333", the security account/);
  });

  it("are written to the event log where they can arrive and there is room", () => {
    const pattern = (length: number) => JSON.stringify({ $or: [{ source: ["a".repeat(length)] }] });
    assert.equal(withOtherEvents(pattern(10), [], undefined), pattern(10));
    assert.deepEqual(JSON.parse(withOtherEvents(pattern(10), [member], undefined)).$or[1], {
      source: [rehearsalSource],
    });
    assert.equal(withOtherEvents(pattern(2020), [member], undefined), pattern(2020));
  });
});
