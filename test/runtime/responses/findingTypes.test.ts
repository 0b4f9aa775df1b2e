import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { activeTypes, countsOfTypes, findingTypesPage } from "../../../local/docs/findingTypes";
import { notifiedTypes } from "../../../runtime/findings/notifiedTypes";
import { isResponse } from "../../../runtime/model/response";
import { catalogue } from "../../../runtime/responses/catalogue";

const file = path.join(__dirname, "..", "..", "corpus", "guardduty-types.txt");
const active = activeTypes(readFileSync(file, "utf8"));
const contained = catalogue
  .flatMap((route) => route.findingTypes)
  .filter((type) => !/^(CloudTrail|Config|SecurityHub):/.test(type));
const notified = notifiedTypes.flatMap((group) => group.types);
const answering = (name: string) => catalogue.find((route) => route.name === name)!.findingTypes;

describe("the responses", () => {
  it("M62: all have tests", () => {
    for (const { name } of catalogue.filter(isResponse)) {
      const folder = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      assert.ok(
        readdirSync(path.join(__dirname, folder)).some((file) => file.endsWith(".test.ts")),
        name,
      );
    }
  });
});

describe("the finding types of GuardDuty", () => {
  it("M12: each have a decision if active: a response contains them, or people are notified on purpose", () => {
    const decided = [...contained, ...notified];
    assert.deepEqual(
      active.filter((type) => !decided.includes(type)),
      [],
    );
  });

  it("N9: stand with their decisions in the documentation", () => {
    const docs = path.join(__dirname, "..", "..", "..", "docs");
    assert.equal(readFileSync(path.join(docs, "finding-types.md"), "utf8"), findingTypesPage(catalogue, active));
    const readme = readFileSync(path.join(docs, "..", "README.md"), "utf8");
    assert.ok(readme.includes(countsOfTypes(catalogue, active)), "run npm run docs");
  });

  it("M12: are never both contained and only notified", () => {
    assert.deepEqual(
      notified.filter((type) => contained.includes(type)),
      [],
    );
    assert.deepEqual(notified, [...new Set(notified)]);
  });

  it("M12: are known old spellings if they are listed but not active", () => {
    // Object scan results are not GuardDuty findings; Firebreak names their type.
    const known = [...active, "GuardDuty:ObjectScan/THREATS_FOUND"];
    const old = [...contained, ...notified].filter((type) => !known.includes(type) && !type.startsWith("Config:"));
    assert.deepEqual([...new Set(old)], ["UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration"]);
  });

  it("F5: isolate here if they isolate in the original sample", () => {
    const sample = [
      ...["C&CActivity.B!DNS", "DenialOfService.Dns", "DenialOfService.Tcp", "DenialOfService.Udp"],
      ...["DenialOfService.UdpOnTcpPorts", "DenialOfService.UnusualProtocol", "Spambot"],
    ].map((name) => `Backdoor:EC2/${name}`);
    const trojans = [
      ...["BlackholeTraffic", "BlackholeTraffic!DNS", "DGADomainRequest.B", "DGADomainRequest.C!DNS"],
      ...["DNSDataExfiltration", "DriveBySourceTraffic!DNS", "DropPoint", "DropPoint!DNS", "PhishingDomainRequest!DNS"],
    ].map((name) => `Trojan:EC2/${name}`);
    for (const type of [...sample, ...trojans]) assert.ok(answering("isolate-instance").includes(type), type);
  });

  it("F7 F8: block here if they block in the original sample, in all three spellings of the renamed one", () => {
    for (const name of [
      "InstanceCredentialExfiltration",
      "InstanceCredentialExfiltration.OutsideAWS",
      "InstanceCredentialExfiltration.InsideAWS",
      "TorIPCaller",
      "MaliciousIPCaller",
      "MaliciousIPCaller.Custom",
      "ConsoleLoginSuccess.B",
    ]) {
      assert.ok(answering("block-principal").includes(`UnauthorizedAccess:IAMUser/${name}`), name);
    }
  });
});
