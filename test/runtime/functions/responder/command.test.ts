import assert from "node:assert/strict";
import {
  checkAlias,
  checkFunction,
  commandAliases,
  commandReader,
} from "../../../../runtime/functions/responder/command";
import { blockPublicBucket } from "../../../../runtime/responses/blockPublicBucket";
import { isolateInstance } from "../../../../runtime/responses/isolateInstance";

const arn = (alias?: string) => `arn:aws:lambda:eu-west-1:111122223333:function:f${alias ? `:${alias}` : ""}`;
const proof = { headers: { authorization: "AWS4-HMAC-SHA256 ..." } };

describe("a command", () => {
  it("M36: is accepted through the alias that its group of people may invoke, and through no other", () => {
    for (const [command, alias] of Object.entries(commandAliases)) {
      const name = command as keyof typeof commandAliases;
      assert.equal(checkAlias(name, arn(alias)), "aws");
      for (const other of [undefined, "$LATEST", alias === "operate" ? "approve" : "operate"]) {
        assert.throws(() => checkAlias(name, arn(other)), { code: "NotAllowedHere" }, `${command} through ${other}`);
      }
    }
  });

  it("Y12: goes to the right one of a response's two functions", () => {
    for (const [command, releases] of [
      ["contain", false],
      ["approve", false],
      ["plan-release", true],
      ["release", true],
      ["ask-release", true],
      ["give-back", true],
    ] as const) {
      checkFunction(isolateInstance, command, releases);
      assert.throws(() => checkFunction(isolateInstance, command, !releases), { code: "NotAllowedHere" }, command);
      checkFunction(blockPublicBucket, command);
    }
  });

  const read = commandReader();
  it("is parsed", () => {
    const target = { account: "444455556666", region: "eu-west-1", id: "i-0123456789abcdef0" };
    assert.equal(read({ command: "contain", target, reason: "coins", proof }).command, "contain");
    assert.equal(read({ command: "release", containment: "c", reason: "clean", proof }).command, "release");
  });

  const wrong: [string, unknown, RegExp][] = [
    ["no command", {}, /command: one of plan, contain, plan-contain, plan-release, release/],
    ["no reason", { command: "release", containment: "c", proof }, /reason/],
    ["an empty reason", { command: "pause", reason: " ", proof }, /reason/],
    ["no proof of who gives it", { command: "release", containment: "c", reason: "r" }, /proof/],
    [
      "an invalid account",
      { command: "contain", target: { account: "1" }, reason: "r", proof },
      /account id of 12 digits/,
    ],
  ];
  for (const [name, given, message] of wrong) {
    it(`is refused with ${name}`, () => {
      assert.throws(() => read(given), { code: "BadCommand", message });
    });
  }
});
