import assert from "node:assert/strict";
import type { Finding, Principal, Resource } from "../../../../runtime/model/finding";
import { type Refusal, reasonOf } from "../../../../runtime/model/refusal";
import type { Target } from "../../../../runtime/model/target";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import { place } from "./work";

const named = (principal: Principal, more: Partial<Resource> = {}): Resource => ({
  ...place,
  kind: "iam-principal",
  id: principal.principalId ?? principal.userType,
  principal,
  ...more,
});

const finding = (...resources: Resource[]): Finding => ({
  ...place,
  source: "guardduty",
  id: "finding-1",
  type: "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
  title: "",
  severity: 5,
  firstSeen: "2026-10-01T08:00:00.000Z",
  lastSeen: "2026-10-01T09:00:00.000Z",
  sentAt: "2026-10-01T09:05:00.000Z",
  sample: false,
  resourceType: "AccessKey",
  resources,
});

const targetsOf = (...principals: Principal[]) =>
  blockPrincipal.targets(finding(...principals.map((item) => named(item))));

const assumed = {
  userType: "AssumedRole",
  userName: "example-role",
  principalId: "AROAEXAMPLEEXAMPLE001:session-name",
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
};
const iamUser = {
  userType: "IAMUser",
  userName: "example-user",
  principalId: "AIDACKCEVSQ6C2EXAMPLE",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
};

describe("the targets of block-principal", () => {
  const blocked: [string, Principal, string, Record<string, string>][] = [
    [
      "F7 case 11: a role's session",
      assumed,
      "iam-role example-role",
      { sessions: "AROAEXAMPLEEXAMPLE001:session-name", accessKeys: "ASIAIOSFODNN7EXAMPLE" },
    ],
    [
      "case 37: the session of an instance",
      { ...assumed, principalId: "AROAEXAMPLEEXAMPLE001:i-0123456789abcdef0" },
      "iam-role example-role",
      { sessions: "AROAEXAMPLEEXAMPLE001:i-0123456789abcdef0", accessKeys: "ASIAIOSFODNN7EXAMPLE" },
    ],
    [
      "M9: user type Role is a role, not a user",
      { ...assumed, userType: "Role" },
      "iam-role example-role",
      { sessions: "AROAEXAMPLEEXAMPLE001:session-name", accessKeys: "ASIAIOSFODNN7EXAMPLE" },
    ],
    [
      "a role without a session",
      { userType: "Role", userName: "team/app/example-role", principalId: "AROAEXAMPLEEXAMPLE001" },
      "iam-role example-role",
      { whole: "yes", uniqueId: "AROAEXAMPLEEXAMPLE001", accessKeys: "" },
    ],
    [
      "a session whose name could break a policy counts as unknown",
      { ...assumed, principalId: 'AROAEXAMPLEEXAMPLE001:a"b*' },
      "iam-role example-role",
      { whole: "yes", accessKeys: "ASIAIOSFODNN7EXAMPLE" },
    ],
    [
      "N4c: the sessions of a function, whose role's id the finding lacks",
      { userType: "Role", userName: "example-role", sessionName: "invoice-pdf" },
      "iam-role example-role",
      { sessionNames: "invoice-pdf", accessKeys: "" },
    ],
    [
      "N4c: a session name that could break a policy counts as unknown",
      { userType: "Role", userName: "example-role", sessionName: 'a"b*' },
      "iam-role example-role",
      { whole: "yes", accessKeys: "" },
    ],
    [
      "F8: a user's access key",
      iamUser,
      "iam-user example-user",
      { uniqueId: "AIDACKCEVSQ6C2EXAMPLE", accessKeys: "AKIAIOSFODNN7EXAMPLE" },
    ],
    [
      "a user's session with temporary credentials",
      { ...iamUser, accessKeyId: "ASIAIOSFODNN7EXAMPLE" },
      "iam-user example-user",
      { uniqueId: "AIDACKCEVSQ6C2EXAMPLE", accessKeys: "ASIAIOSFODNN7EXAMPLE" },
    ],
    ...["null", ""].map((accessKeyId): [string, Principal, string, Record<string, string>] => [
      `case 17: access key "${accessKeyId}" of a console session is none`,
      { ...iamUser, accessKeyId },
      "iam-user example-user",
      { uniqueId: "AIDACKCEVSQ6C2EXAMPLE", accessKeys: "" },
    ]),
  ];
  for (const [title, principal, expected, details] of blocked) {
    it(title, () => {
      const [target, ...more] = targetsOf(principal) as Target[];
      assert.deepEqual(more, []);
      assert.deepEqual([`${target!.kind} ${target!.id}`, target!.details], [expected, details]);
    });
  }

  const told: [string, Principal, RegExp][] = [
    [
      "M9 M53: the root user",
      { userType: "Root", userName: "Root", principalId: "444455556666", accessKeyId: "ASIAIOSFODNN7EXAMPLE" },
      /root user of account 444455556666 .*service control policy.*password/,
    ],
    [
      "the identity of an instance",
      { ...assumed, userName: "aws:ec2-instance", principalId: "444455556666:aws:ec2-instance:i-0123456789abcdef0" },
      /i-0123456789abcdef0 .*isolate the instance/,
    ],
    [
      "M9 M53: a federated user, who is not the IAM user of the same name",
      { userType: "FederatedUser", userName: "bob", principalId: "444455556666:bob", accessKeyId: "ASIAEXAMPLE" },
      /federated user 444455556666:bob .*same name is not affected.*GetFederationToken/,
    ],
    [
      "another account",
      { userType: "AWSAccount", userName: "", principalId: "AIDAEXAMPLEEXAMPLE004" },
      /AIDAEXAMPLEEXAMPLE004 \(AWSAccount\) acted from outside account 444455556666/,
    ],
    ...["AWSService", "Directory", "IdentityCenterUser", "SAMLUser", "Unknown", "Tomorrow's"].map(
      (userType): [string, Principal, RegExp] => [
        `M9 M53: user type ${userType}`,
        { userType, userName: "bob", principalId: "AIDAEXAMPLE" },
        /bob, AIDAEXAMPLE \(.*\) .*No role or user of the same name is changed/,
      ],
    ),
    ["a user without a name", { userType: "IAMUser", accessKeyId: "AKIAEXAMPLE" }, /no valid IAM name.*AKIAEXAMPLE/],
    ["a name that IAM does not allow", { ...iamUser, userName: "bob*" }, /no valid IAM name for the IAM user.*bob\*/],
  ];
  for (const [title, principal, expected] of told) {
    it(`${title}: X22: tells people what to do`, () => {
      const { reason, needsPerson } = targetsOf(principal) as Refusal;
      assert.match(reason, expected);
      assert.equal(needsPerson, true);
    });
  }

  it("X20: include names like Identity Center's or a service-linked role's: only path and trust policy prove what a role is", () => {
    for (const userName of ["AWSReservedSSO_Admin_0123456789abcdef", "AWSServiceRoleForAutoScaling"]) {
      const [target] = targetsOf({ ...assumed, userName }) as Target[];
      assert.equal(target!.id, userName);
    }
  });

  it("X7: name the issuer of a federated user", () => {
    const issuer = "arn:aws:iam::444455556666:user/proxy";
    const text = targetsOf({ userType: "FederatedUser", userName: "bob", principalId: "444455556666:bob", issuer });
    assert.match(reasonOf(text as string), /user\/proxy called it, so block that user/);
  });

  it("X7: are blocked in their own account if it is not the finding's, which is reported", () => {
    const [target] = blockPrincipal.targets(finding(named(assumed, { accountId: "777788889999" }))) as Target[];
    assert.equal(target!.arn, "arn:aws:iam::777788889999:role/example-role");
    assert.match(target!.details!["note"]!, /belongs to account 777788889999 and acted in account 444455556666/);
  });

  it("X7: are not simply gone if their account was only guessed", () => {
    const [guessed] = targetsOf({ ...iamUser, accountGuessed: true }) as Target[];
    assert.match(
      blockPrincipal.whyGone!(guessed!)!,
      /user example-user \(AIDACKCEVSQ6C2EXAMPLE\) is not in account 444455556666, where it acted.*belongs to another account/,
    );
    const [known] = targetsOf(iamUser) as Target[];
    assert.equal(blockPrincipal.whyGone!(known!), undefined);
    const atBucket = { ...finding(named(assumed)), resourceType: "S3Bucket" };
    const [foreign] = blockPrincipal.targets(atBucket) as Target[];
    assert.match(blockPrincipal.whyGone!(foreign!)!, /role example-role .*belongs to another account/);
  });

  it("keep roles and users apart: the same name gives two targets", () => {
    const both = targetsOf({ ...assumed, userName: "bob" }, { ...iamUser, userName: "bob" }) as Target[];
    assert.deepEqual(
      both.map(({ arn }) => arn),
      ["arn:aws:iam::444455556666:role/bob", "arn:aws:iam::444455556666:user/bob"],
    );
  });

  it("merge a role that is named twice into one target with both sessions, and keep a third actor without session", () => {
    const other = { ...assumed, principalId: "AROAEXAMPLEEXAMPLE001:another" };
    const nameless = { ...assumed, principalId: "AROAEXAMPLEEXAMPLE001" };
    const [target, ...more] = targetsOf(assumed, other, assumed, nameless) as Target[];
    assert.deepEqual(more, []);
    assert.deepEqual(target!.details, {
      sessions: "AROAEXAMPLEEXAMPLE001:session-name AROAEXAMPLEEXAMPLE001:another",
      whole: "yes",
      uniqueId: "AROAEXAMPLEEXAMPLE001",
      accessKeys: "ASIAIOSFODNN7EXAMPLE",
    });
  });

  it("M9: report what cannot be blocked together with what can", () => {
    const root = { userType: "Root", userName: "Root", principalId: "444455556666" };
    const [first, second] = targetsOf(root, assumed, iamUser) as Target[];
    assert.match(first!.details!["note"]!, /root user of account 444455556666/);
    assert.equal(second!.details!["note"], undefined);
  });

  it("take account and partition from the resource, case 46", () => {
    const there = { accountId: "777788889999", partition: "aws-us-gov", region: "us-gov-west-1" };
    const [target] = blockPrincipal.targets(finding(named(assumed, there))) as Target[];
    assert.equal(target!.arn, "arn:aws-us-gov:iam::777788889999:role/example-role");
  });

  it("report a finding without a principal", () => {
    const { reason, needsPerson } = blockPrincipal.targets(
      finding({ ...place, kind: "s3-bucket", id: "logs" }),
    ) as Refusal;
    assert.match(reason, /names no principal/);
    assert.equal(needsPerson, true);
  });
});
