import assert from "node:assert/strict";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import { channelsOf, freeChannels } from "../../../../runtime/responses/blockPrincipal/trust";
import { iamWith, isDeniedBy } from "./model";
import { containOnce, outcomeOf, readPrincipal, settings, worldWith } from "./work";

const role = "AROAWEBWEBWEBWEBWEB01";
const allow = (Principal: unknown, more: object = {}) => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...more,
});
const service = (...names: string[]) => allow({ Service: names });
const account = allow({ AWS: "arn:aws:iam::444455556666:root" });
const demanded = (...names: string[]) => ({ Condition: { StringEquals: { "sts:RoleSessionName": names } } });
const pods = "eks-shop-prod-checkout-7-0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0";
const task = "0123456789abcdef0123456789abcdef";

describe("who can get another session of a role", () => {
  const cases: [string, object[], string[]][] = [
    ["instances have their own name", [service("ec2.amazonaws.com")], []],
    ["instances in China too", [service("ec2.amazonaws.com.cn")], []],
    [
      "functions, tasks and certificates too",
      [service("lambda.amazonaws.com", "ecs-tasks.amazonaws.com"), service("rolesanywhere.amazonaws.com")],
      [],
    ],
    [
      "a pod has a new name each time",
      [allow({ Service: "pods.eks.amazonaws.com" }, { Action: ["sts:AssumeRole", "sts:TagSession"] })],
      ["pods.eks.amazonaws.com"],
    ],
    ["a service that is not known to fix names", [service("codebuild.amazonaws.com")], ["codebuild.amazonaws.com"]],
    ["an account chooses", [service("ec2.amazonaws.com"), account], ["arn:aws:iam::444455556666:root"]],
    [
      "a web identity chooses",
      [allow({ Federated: "accounts.google.com" }, { Action: "sts:AssumeRoleWithWebIdentity" })],
      ["accounts.google.com"],
    ],
    [
      "SAML chooses",
      [allow({ Federated: "arn:aws:iam::1:saml-provider/x" }, { Action: "sts:AssumeRoleWithSAML" })],
      ["arn:aws:iam::1:saml-provider/x"],
    ],
    ["anyone", [allow("*")], ["*"]],
    [
      "all but some",
      [{ Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::1:root" }, Action: "sts:*" }],
      ["everyone except those named in the policy"],
    ],
    ["all actions but some", [{ Effect: "Allow", Principal: { AWS: "1" }, NotAction: "s3:*" }], ["1"]],
    ["a right to tag opens no session", [allow({ AWS: "1" }, { Action: "sts:TagSession" })], []],
    ["a deny opens nothing", [{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" }], []],
    ["the trust policy requires the user's name", [{ ...account, ...demanded(`\${aws:username}`) }], []],
    ["the trust policy requires one name", [{ ...account, ...demanded("deploy") }], []],
    ["the trust policy allows two names", [{ ...account, ...demanded("a", "b") }], ["arn:aws:iam::444455556666:root"]],
    [
      "the trust policy requires what the caller may choose",
      [{ ...account, ...demanded(`\${sts:SourceIdentity}`) }],
      ["arn:aws:iam::444455556666:root"],
    ],
    [
      "a pattern is not a name",
      [{ ...account, Condition: { StringLike: { "sts:RoleSessionName": "x*" } } }],
      ["arn:aws:iam::444455556666:root"],
    ],
  ];
  for (const [title, Statement, free] of cases) {
    it(`X5: ${title}`, () =>
      assert.deepEqual(
        freeChannels(JSON.stringify({ Statement })).map(({ who }) => who),
        free,
      ));
  }

  it("X5: what cannot be read counts as open to anyone", () => {
    assert.deepEqual(channelsOf("{"), [{ who: "*" }]);
    assert.deepEqual(channelsOf('{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}'), [
      { who: "*" },
    ]);
  });
});

describe("a role with one denied session", () => {
  const sessions: [string, object[], string, string, RegExp][] = [
    [
      "an instance",
      [service("ec2.amazonaws.com")],
      "i-0123456789abcdef0",
      "contained",
      /i-0123456789abcdef0 can no longer use role web/,
    ],
    ["a function", [service("lambda.amazonaws.com")], "orders", "contained", /function orders stops until the release/],
    [
      "a task",
      [service("ecs-tasks.amazonaws.com")],
      task,
      "contained",
      /task 0123456789abcdef0123456789abcdef can no longer use role web; a replacement task/,
    ],
    [
      "a certificate",
      [service("rolesanywhere.amazonaws.com")],
      "1f71c5114a119fc0",
      "contained",
      /certificate with serial number 1f71c5114a119fc0 .*revoke the certificate/,
    ],
    [
      "a pod",
      [service("pods.eks.amazonaws.com")],
      pods,
      "partial",
      /under another name is not denied.*pods.eks.amazonaws.com \(each renewal/,
    ],
    ["a person or a pipeline", [account], "deploy", "partial", /under another name is not denied.*444455556666:root/],
    [
      "an instance whose role others may assume too",
      [service("ec2.amazonaws.com"), account],
      "i-0123456789abcdef0",
      "partial",
      /under another name is not denied.*444455556666:root/,
    ],
  ];
  for (const [title, Statement, name, outcome, told] of sessions) {
    const wanted = [{ sessions: `${role}:${name}`, accessKeys: "" }];
    const start = () => iamWith(worldWith({ web: { trust: { Statement } } }));

    it(`X5: for ${title}: ${outcome}, and reports what it stops or leaves open`, async () => {
      const model = start();
      const result = (await containOnce(model, { wanted }))!;
      assert.ok(isDeniedBy(model.world, model.world.roles["web"]!, { userid: `${role}:${name}` }));
      assert.equal(outcomeOf(result), outcome);
      const remains = blockPrincipal.residualRisk(result.state!, settings);
      assert.match(remains.join("\n"), told);
      if (outcome === "partial") assert.match(remains[0]!, told);
    });

    it(`X5: for ${title}, older sessions: reports the same risk`, async () => {
      const result = (await containOnce(start(), { wanted, settings: { roles: "older-sessions" } }))!;
      assert.equal(outcomeOf(result), outcome);
      if (outcome === "partial") assert.match(blockPrincipal.beyondReach(result.state!)[0]!, /newer than 20\d\d-/);
    });

    it(`X5: for ${title}: blocks the whole role if the operator allows it and a new name is free`, async () => {
      const model = start();
      const result = (await containOnce(model, { wanted, settings: { wholeRoleIfNeeded: true } }))!;
      const whole = model.world.roles["web"]!.attached.includes("arn:aws:iam::aws:policy/AWSDenyAll");
      assert.equal(whole, outcome === "partial");
      assert.equal(outcomeOf(result), "contained");
    });

    it(`X5: for ${title}, the whole role: contained`, async () => {
      const result = (await containOnce(start(), { wanted, settings: { roles: "principal" } }))!;
      assert.equal(outcomeOf(result), "contained");
    });
  }

  it("N7a: of a pod whose uid is known is contained: every session of it has the uid as a tag, and no other pod is denied", async () => {
    const uid = "00000000-1111-4222-8333-444444444444";
    const wanted = [{ sessions: `pod:${uid}`, accessKeys: "" }];
    const trust = { Statement: [service("pods.eks.amazonaws.com")] };
    const model = iamWith(worldWith({ web: { trust } }));
    const result = (await containOnce(model, { wanted }))!;
    assert.equal(outcomeOf(result), "contained");
    const web = model.world.roles["web"]!;
    const denies = (pod: string) => isDeniedBy(model.world, web, { userid: `${role}:${pods}`, pod });
    assert.deepEqual([denies(uid), denies(uid.replace("0", "1"))], [true, false]);
    const remains = blockPrincipal.residualRisk(result.state!, settings).join("\n");
    assert.match(remains, new RegExp(`the pod with uid ${uid} can no longer use the role`));
    assert.match(remains, /none of its sessions is known/);
    const both = [...wanted, { sessions: `${role}:${pods}` }];
    assert.equal(outcomeOf((await containOnce(model, { wanted: both }))!), "partial");
    assert.ok(isDeniedBy(model.world, web, { userid: `${role}:${pods}` }) && denies(uid));
    const open = iamWith(worldWith({ web: { trust: { Statement: [...trust.Statement, account] } } }));
    assert.equal(outcomeOf((await containOnce(open, { wanted }))!), "partial");
  });

  it("X5: cannot be assumed again if nobody may assume it any more", async () => {
    const model = iamWith(worldWith({ web: { trust: { Statement: [] } } }));
    assert.equal(outcomeOf((await containOnce(model, { wanted: [{ whole: "yes" }] }))!), "contained");
  });

  it("reports our own policy if others changed its document, and does not rely on it", async () => {
    const model = iamWith(worldWith());
    const wanted = [{ sessions: `${role}:i-0123456789abcdef0` }];
    await containOnce(model, { wanted });
    const arn = model.world.roles["web"]!.boundary!;
    model.world.policies[arn]![0]!.document = '{"Version":"2012-10-17","Statement":[]}';
    assert.match(
      blockPrincipal.beyondReach((await readPrincipal(model, { wanted }))!).join(),
      /whose document Firebreak did not write/,
    );
    await containOnce(model, { wanted });
    assert.ok(isDeniedBy(model.world, model.world.roles["web"]!, { userid: wanted[0]!.sessions }));
  });
});
