import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { othersOf } from "../../../components/documents/otherRoutes";
import { targetsFor } from "../../../runtime/containment/targetsFor";
import { eventReader } from "../../../runtime/findings/eventReader";
import { intake } from "../../../runtime/findings/intake";
import { reasonOf } from "../../../runtime/model/refusal";
import { catalogue } from "../../../runtime/responses/catalogue";

const corpus = path.join(__dirname, "..", "..", "corpus");
const read = eventReader();
const senders = { securityAccountId: "999900001111", delegatedAdministrators: [] };

/** Which route takes an event and for what, or why it is refused. */
function fate(file: string): string {
  const [taken] = intake(readFileSync(path.join(corpus, file), "utf8"), read, senders);
  if (!taken || "ignored" in taken) return `ignored: ${taken?.ignored}`;
  if ("refused" in taken) return `refused: ${taken.refused}`;
  const { finding } = taken;
  const takers = catalogue.filter((route) => route.resourceTypes.includes(finding.resourceType));
  const routes = takers.length > 0 ? takers : catalogue.filter((route) => route.resourceTypes.length === 0);
  const fates = routes.flatMap((route) => {
    const { findingTypes } = route;
    const targets = targetsFor(route, finding, { findingTypes, others: othersOf(route, catalogue, {}) });
    if (targets === undefined) return [];
    const what = Array.isArray(targets) ? targets.map((target) => target.id).join() : reasonOf(targets);
    return [`${route.name}: ${finding.sample ? "sample, " : ""}${what}`];
  });
  return fates.join("; ");
}

const pascalCase = /^refused: .*detail.id is missing/;
const otherSender = /^refused: account 111122223333 sent a finding about account 444455556666/;
const isolated = /^isolate-instance: i-0123456789abcdef0$/;
const sample = /^isolate-instance: sample, i-0123456789abcdef0$/;
const nothingNamed = /^isolate-instance: (sample, )?AttackSequence:.* names no resource that a response acts on$/;
const wrongAccount = /^refused: .*account is "10987654321"/;

const expected: Record<string, RegExp> = {
  "guardduty-event/backdoor-ec2-c-cactivity-b-dns-2.json": sample,
  "guardduty-event/backdoor-ec2-c-cactivity-b-dns.json": otherSender,
  "guardduty-event/credentialaccess-iamuser-anomalousbehavior-2.json": pascalCase,
  "guardduty-event/credentialaccess-iamuser-anomalousbehavior-3.json": pascalCase,
  "guardduty-event/credentialaccess-iamuser-anomalousbehavior.json": pascalCase,
  "guardduty-event/discovery-rds-toripcaller.json": pascalCase,
  "guardduty-event/discovery-s3-anomalousbehavior.json": pascalCase,
  "guardduty-event/minimal-guardduty-finding-high.json": /^refused: .*source is missing/,
  "guardduty-event/policy-iamuser-rootcredentialusage.json": pascalCase,
  "guardduty-event/policy-s3-bucketpublicaccessgranted.json": pascalCase,
  "guardduty-event/recon-ec2-portprobeunprotectedport.json": pascalCase,
  "guardduty-event/recon-ec2-portscan.json": pascalCase,
  "guardduty-event/unauthorizedaccess-ec2-maliciousipcaller-custom.json": pascalCase,
  "guardduty-event/unauthorizedaccess-ec2-sshbruteforce-2.json": pascalCase,
  "guardduty-event/unauthorizedaccess-ec2-sshbruteforce.json": pascalCase,
  "guardduty-event/unauthorizedaccess-ec2-torclient.json": pascalCase,
  "guardduty-event/unauthorizedaccess-ec2-torrelay.json": pascalCase,
  "guardduty-event/unauthorizedaccess-iamuser-toripcaller.json": otherSender,
  "guardduty-event-derived/attacksequence-iam-compromisedcredentials.json": nothingNamed,
  "guardduty-event-derived/attacksequence-s3-compromiseddata.json": nothingNamed,
  "guardduty-event-derived/backdoor-ec2-c-cactivity-b-dns.json": sample,
  "guardduty-event-derived/canary-ec2-stateless-integtest.json":
    /^isolate-instance: isolate-instance does not act on Canary/,
  "guardduty-event-derived/credentialaccess-rds-maliciousipcaller-failedlogin.json": wrongAccount,
  "guardduty-event-derived/defenseevasion-ec2-unusualdnsresolver.json":
    /^refused: .*instanceId is "i-0b123456abcdefghi"/,
  "guardduty-event-derived/pentest-s3-parrotlinux.json": /^ignored: it is archived in GuardDuty$/,
  "guardduty-event-derived/recon-iamuser-maliciousipcaller-custom.json": /^ignored: it is archived in GuardDuty$/,
  "guardduty-event-derived/recon-iamuser-userpermissions.json": /^block-principal: block-principal does not act on/,
  "guardduty-event-derived/stealth-iamuser-cloudtrailloggingdisabled.json": wrongAccount,
  "guardduty-event-derived/variant-attacksequence-actors.json":
    /^isolate-instance: i-0123456789abcdef0; block-principal: example-role,example-user; block-public-bucket: amzn-s3-demo-bucket$/,
  "guardduty-event-derived/variant-china.json": isolated,
  "guardduty-event-derived/variant-delegated-admin-delivery.json": otherSender,
  "guardduty-event-derived/variant-principal-assumedrole-asia.json": /^block-principal: example-role$/,
  "guardduty-event-derived/variant-principal-assumedrole-instance.json": /^block-principal: web-role$/,
  "guardduty-event-derived/variant-principal-aws-account.json":
    /^block-principal: .*acted from outside account.*No role or user of the same name is changed$/,
  "guardduty-event-derived/variant-principal-iamuser-akia.json": /^block-principal: example-user$/,
  "guardduty-event-derived/variant-principal-no-access-key-console.json": /^block-principal: example-user$/,
  "guardduty-event-derived/variant-principal-root.json": /^block-principal: the root user .*service control policy/,
  "guardduty-event-derived/variant-principal-service-linked-role.json":
    /^block-principal: AWSServiceRoleForAutoScaling$/,
  "guardduty-event-derived/variant-principal-sso-reserved-role.json": /^block-principal: AWSReservedSSO_\w+$/,
  "guardduty-event-derived/variant-remote-ipv6-only.json": /^block-principal: sample, GeneratedFindingUserName$/,
  "guardduty-event-derived/variant-repeat-update.json": isolated,
  "guardduty-event-derived/variant-terminated-no-eni.json": isolated,
};

describe("GuardDuty events from public repositories", () => {
  for (const [file, pattern] of Object.entries(expected)) {
    it(`${file} ends as expected`, () => assert.match(fate(file), pattern));
  }

  it("all have an expectation", () => {
    const files = ["guardduty-event", "guardduty-event-derived"].flatMap((folder) =>
      readdirSync(path.join(corpus, folder)).map((name) => `${folder}/${name}`),
    );
    assert.deepEqual(files.sort(), Object.keys(expected).sort());
  });
});
