import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { checkSession, permissionsOf } from "../../components/documents/serviceRole";
import { partName, partsOf } from "../../runtime/aws/rolePart";
import { entersAccounts } from "../../runtime/model/response";
import { catalogue } from "../../runtime/responses/catalogue";
import { type Deployment, deploy, masterConfig, serviceConfig, statementsOf } from "./deploy";

const responses = catalogue.filter(entersAccounts);
const roles = responses.flatMap((response) =>
  [undefined, ...partsOf(response.permissions)].map((part) => ({
    response,
    name: partName(response.name, part),
    permissions: permissionsOf(response, part),
  })),
);

describe("a service account's stack", () => {
  let stack: Deployment;
  before(async () => {
    stack = await deploy(serviceConfig);
  });

  it("F1 X42: has the roles of each response, one each for exceptions, the doctor and forwarding, and nothing that runs", () => {
    assert.deepEqual(
      stack
        .of("aws:iam/role:Role")
        .map((role) => role.inputs["name"])
        .sort(),
      [
        ...roles.map(({ name }) => `Security-IR-Role-${name}`),
        "Security-IR-Role-doctor",
        "Security-IR-Role-exceptions",
        "firebreak-forwarding",
      ].sort(),
    );
    assert.deepEqual(stack.of("aws:lambda/function:Function"), []);
  });

  for (const { response, name, permissions } of roles) {
    it(`M35 Y12: the role ${name} trusts exactly one function of ${response.name}, from the organization`, () => {
      const { inputs } = stack.one("aws:iam/role:Role", `${name}-role`);
      const user = name.endsWith("-release") ? name : response.name;
      assert.deepEqual(statementsOf(inputs["assumeRolePolicy"]), [
        {
          Sid: "Responder",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:root" },
          Action: "sts:AssumeRole",
          Condition: {
            ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::111122223333:role/firebreak-${user}` },
            StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
          },
        },
      ]);
    });

    it(`M36: gives ${name} its declared permissions in this account, no action by wildcard, and a reason for every *`, () => {
      const statements = statementsOf(stack.one("aws:iam/rolePolicy:RolePolicy", `${name}-role`).inputs["policy"]);
      assert.deepEqual(
        statements.map((item) => item.Sid),
        permissions.map((permission) => permission.sid),
      );
      for (const statement of statements) {
        for (const action of statement.Action) assert.doesNotMatch(action, /\*/);
        for (const resource of statement.Resource) {
          if (resource === "*") assert.ok(permissions.find((item) => item.sid === statement.Sid)!.why);
          // X18: what another account of the organization shares has that account's id in its ARN.
          else if (statement.Condition?.StringEquals?.["aws:ResourceOrgID"] === `\${aws:PrincipalOrgID}`)
            assert.match(resource, /^arn:aws:(ec2:\*:\*:(vpc|security-group)|kms:\*:\*:key)\/\*$/);
          else
            assert.match(
              resource,
              /^arn:aws:([a-z0-9-]+:\*:(444455556666)?:[a-zA-Z-]+[:/]|iam::(444455556666|aws):|s3:::)/,
            );
        }
      }
    });
  }

  for (const region of ["eu-west-1", "us-east-1"]) {
    it(`F2 F3 M43: forwards the findings of ${region} through the role, and keeps what cannot be sent`, () => {
      const target = stack.one("aws:cloudwatch/eventTarget:EventTarget", `forwarding-${region}`).inputs;
      assert.equal(target["region"], region);
      assert.equal(target["arn"], "arn:aws:events:eu-west-1:111122223333:event-bus/firebreak-findings");
      assert.equal(target["roleArn"], "arn:aws:iam::444455556666:role/firebreak-forwarding");
      assert.deepEqual(target["deadLetterConfig"], {
        arn: `arn:aws:sqs:${region}:444455556666:firebreak-forwarding-dead`,
      });
      const admitted = statementsOf(
        stack.one("aws:sqs/queuePolicy:QueuePolicy", `forwarding-${region}`).inputs["policy"],
      );
      assert.deepEqual(admitted[0].Condition, {
        ArnEquals: {
          "aws:SourceArn": ["", "-calls"].map(
            (end) => `arn:aws:events:${region}:444455556666:rule/firebreak-forwarding${end}`,
          ),
        },
      });
    });
  }

  it("may only put events on the security account's bus", () => {
    assert.deepEqual(statementsOf(stack.one("aws:iam/rolePolicy:RolePolicy", "forwarding").inputs["policy"]), [
      {
        Sid: "Send",
        Effect: "Allow",
        Action: "events:PutEvents",
        Resource: "arn:aws:events:eu-west-1:111122223333:event-bus/firebreak-findings",
      },
    ]);
  });

  it("F48: outputs the roles' ARNs", () => {
    assert.equal(
      stack.outputs["roles"]["isolate-instance"],
      "arn:aws:iam::444455556666:role/Security-IR-Role-isolate-instance",
    );
  });

  it("F39: accepts another role name on both sides", async () => {
    const prefix = { "firebreak:rolePrefix": "Contain" };
    const [service, master] = [
      await deploy({ ...serviceConfig, ...prefix }),
      await deploy({ ...masterConfig, ...prefix }),
    ];
    for (const response of responses) {
      const { inputs } = service.one("aws:iam/role:Role", `${response.name}-role`);
      assert.equal(inputs["name"], `Contain-${response.name}`);
      const statements = statementsOf(master.one("aws:iam/rolePolicy:RolePolicy", response.name).inputs["policy"]);
      const assumed = statements.find((item) => item.Sid === "Accounts");
      assert.equal([assumed.Resource].flat()[0], `arn:aws:iam::*:role/Contain-${response.name}`);
    }
  });
});

describe("the sessions of a response", () => {
  const declared = (sessionSeconds?: number) => () =>
    checkSession({ name: "quarantine", ...(sessionSeconds !== undefined && { sessionSeconds }) });

  for (const seconds of [3601, 7200, 43_200, 899, 0, Number.NaN]) {
    it(`X56: refuse ${seconds} seconds when they are declared`, () =>
      assert.throws(
        declared(seconds),
        new RegExp(`the response quarantine declares sessionSeconds ${seconds}: it must be 900 to 3600.*role chaining`),
      ));
  }

  for (const seconds of [undefined, 900, 3600]) {
    it(`X56: accept ${seconds ?? "no"} seconds`, () => assert.doesNotThrow(declared(seconds)));
  }
});
