import assert from "node:assert/strict";
import { noLimits } from "../../../runtime/exceptions/judge";
import { eventReader } from "../../../runtime/findings/eventReader";
import { handle } from "../../../runtime/functions/responder/handle";
import { detailTypes, readMessage } from "../../../runtime/messages/queueMessage";
import type { Finding } from "../../../runtime/model/finding";
import type { Watch } from "../../../runtime/model/response";
import { containmentId } from "../../../runtime/model/target";
import { volumeTarget } from "../../../runtime/resources/targets";
import type { Run } from "../../../runtime/run/run";
import { takingBus } from "../bus";
import { judgeModel, place, tagKey } from "../exceptions/model";

const volume = volumeTarget(place, "vol-1");
const finding: Finding = {
  source: "config",
  id: "f1",
  type: "Config:Rule/ENCRYPTED_VOLUMES",
  title: "a volume",
  severity: 5,
  ...place,
  firstSeen: "2026-11-01T00:00:00Z",
  lastSeen: "2026-11-01T00:00:00Z",
  sentAt: "2026-11-01T00:00:00Z",
  sample: false,
  resourceType: "AWS::EC2::Volume",
  resources: [],
};
const message = (detailType: string, detail?: object, source = "firebreak") =>
  JSON.stringify({ source, "detail-type": detailType, ...(detail && { detail }) });
const id = containmentId("notify", volume.arn);
const one = message(detailTypes.exemption, { id, finding: "f1" });
const lookAgain = (run: Run, route: Watch, text: string) => handle(run, route, eventReader(), text);

/** A route that notifies people of volumes with these tags; undefined if they cannot be read. */
async function world(tags: Record<string, string> | undefined) {
  const { judge, table } = judgeModel();
  const published: string[] = [];
  const route = {
    name: "notify",
    resourceTypes: [],
    findingTypes: [],
    permissions: [],
    targets: () => [volume],
    clients: () => ({}),
    async readTags() {
      if (!tags) throw new Error("not to be read");
      return tags;
    },
    advice: () => "encrypt it",
  } as Watch;
  const Arn = `arn:aws:sts::${place.accountId}:assumed-role/role/session`;
  const assumeRole = async () => ({ AssumedRoleUser: { Arn }, Credentials: {} });
  const services = {
    ...judge,
    topic: "topic",
    functionName: "firebreak-notify",
    sts: () => ({ assumeRole }),
    ...takingBus,
    sns: { publish: async ({ Subject }: any) => void published.push(Subject) },
    clientConfig: {},
    observe: (client: unknown) => client,
    count() {},
    log: { info() {}, warn() {}, error() {} },
  };
  const settings = { exceptionTagKey: tagKey, exceptions: noLimits, roleName: "role", noticeFormat: "text" };
  const run = { id: "run", started: Date.now(), calls: [], services, settings } as unknown as Run;
  const exemption = { id, response: "notify", target: volume, finding, reason: "tag", since: "2026-11-01T00:00:00Z" };
  const known = { ...exemption, until: "2026-11-24", warnedAt: "2026-11-20T00:05:00Z" };
  await judge.journal.changeExemption({ response: "notify", id, finding: "f1" }, () => known);
  const kept = () => table.all().find((item) => item["pk"] === "exemptions#notify");
  return { run, route, published, kept };
}

describe("an exemption at its next check", () => {
  it("M26: is answered, reported and taken off the list if its exception has ended", async () => {
    const { run, route, published, kept } = await world({ [tagKey]: "until=2020-01-31" });
    const [decision] = await lookAgain(run, route, one);
    assert.equal(decision!.outcome, "notified");
    assert.match(decision!.reason, /encrypt it; tag SecurityException does not exempt: it ended on 2020-01-31/);
    assert.equal(published.length, 1);
    assert.equal(kept(), undefined);
  });

  it("M26: is also answered if the tag is gone", async () => {
    const { run, route, kept } = await world({});
    assert.equal((await lookAgain(run, route, one))[0]!.outcome, "notified");
    assert.equal(kept(), undefined);
  });

  it("stays without a decision while the target is exempt, with the tag's current value", async () => {
    const { run, route, published, kept } = await world({ [tagKey]: "until=2099-01-31 by=o@example.com" });
    assert.deepEqual(await lookAgain(run, route, one), []);
    assert.deepEqual(published, []);
    const { until, owner, warnedAt, since } = kept()!;
    assert.deepEqual(
      [until, owner, warnedAt, since],
      ["2099-01-31", "o@example.com", undefined, "2026-11-01T00:00:00Z"],
    );
  });

  it("stays if its tags cannot be read, and the message is delivered again", async () => {
    const { run, route, kept } = await world(undefined);
    await assert.rejects(lookAgain(run, route, one), /not to be read/);
    assert.ok(kept());
  });

  it("needs nothing if it has ended since", async () => {
    const { run, route } = await world({});
    assert.deepEqual(await lookAgain(run, route, message(detailTypes.exemption, { id, finding: "f2" })), []);
  });

  it("is requested only by the product itself", () => {
    for (const text of [
      "no JSON",
      "null",
      message("Config Rules Compliance Change"),
      message(detailTypes.exemption, { id, finding: "f1" }, "aws.config"),
      message(detailTypes.exemption, { id }),
    ]) {
      assert.equal(readMessage(text).kind, "event");
    }
  });
});
