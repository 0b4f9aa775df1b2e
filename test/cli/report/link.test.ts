import { equal } from "node:assert/strict";
import { consoleAnchor, isConsoleLink } from "../../../cli/report/link";
import { consoleLink } from "../../../runtime/findings/sources";
import { instanceTarget } from "../../../runtime/resources/targets";
import { findingAbout, hostileTexts, now } from "./sample";

describe("links of the report", () => {
  for (const [partition, region] of [
    ["aws", "eu-west-1"],
    ["aws-cn", "cn-north-1"],
    ["aws-us-gov", "us-gov-west-1"],
  ] as const) {
    it(`lead to the console of ${partition}`, () => {
      const target = instanceTarget({ accountId: "444455556666", region, partition }, "i-0123456789abcdef0");
      equal(isConsoleLink(consoleLink(findingAbout(target, "f-1", now))), true);
    });
  }

  const refused = [
    ...hostileTexts,
    "",
    "http://eu-west-1.console.aws.amazon.com/guardduty",
    "https://console.aws.amazon.com.evil.example.com/",
    "https://evil.example.com/#https://eu-west-1.console.aws.amazon.com/",
    "https://eu-west-1.console.aws.amazon.com@evil.example.com/",
    "https://user:secret@eu-west-1.console.aws.amazon.com/",
    "https://eu-west-1.console.aws.amazon.com:8443/",
    "https://evil.example.com\\@eu-west-1.console.aws.amazon.com/",
    "https://sub.eu-west-1.console.aws.amazon.com/",
    "https://eu-west-1.evilconsole.aws.amazon.com/",
    "javascript://eu-west-1.console.aws.amazon.com/%0aalert(1)",
    "//eu-west-1.console.aws.amazon.com/",
  ];
  for (const address of refused) {
    it(`do not lead to ${JSON.stringify(address)}`, () => equal(consoleAnchor(address, "x"), undefined));
  }

  it("escape what follows the host", () => {
    const anchor = consoleAnchor(`https://eu-west-1.console.aws.amazon.com/a?b"><script>#'c`, "<x>");
    equal(
      String(anchor),
      '<a href="https://eu-west-1.console.aws.amazon.com/a?b%22%3E%3Cscript%3E#&#39;c" rel="noopener noreferrer">&lt;x&gt;</a>',
    );
  });
});
