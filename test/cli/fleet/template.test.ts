import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { parse, stringify } from "yaml";
import { resourcesIn } from "../../../cli/fleet/template/resources";
import type { Template } from "../../../cli/fleet/template/template";
import { readTemplate } from "../../../components/documents/readTemplate";
import { version } from "../../../runtime/lib/version";
import { type Deployment, deploy, encryptBuckets, serviceConfig } from "../../components/deploy";
import { run } from "../world";
import { type Made, madeOf } from "./resolved";

const [security, member, rehearsing] = ["111122223333", "444455556666", "777788889999"] as const;
const [home, other] = ["eu-west-1", "us-east-1"] as const;

/** Everything that a member account can have. */
const whole = {
  regions: [home, other],
  config: {
    recorder: true,
    record: "all",
    topic: true,
    rules: ["ENCRYPTED_VOLUMES", "SECURITY_GROUP_OPEN_PROHIBITED"],
    kmsKeyArn: `arn:aws:kms:${home}:${security}:key/k1`,
  },
  guardDuty: { detector: true },
};
const alike = { runbooks: [encryptBuckets], rehearsalAccounts: [rehearsing], rolePath: "/security/" };
const inventory = {
  organizationId: "o-a1b2c3d4e5",
  securityAccountId: security,
  homeRegion: home,
  accounts: [member],
  everywhere: alike,
  defaults: whole,
};

const configOf = (accountId: string) => ({
  ...serviceConfig,
  "firebreak:accountId": accountId,
  "firebreak:rolePath": alike.rolePath,
  ...Object.fromEntries(
    Object.entries({ ...whole, runbooks: alike.runbooks, rehearsalAccounts: alike.rehearsalAccounts }).map(
      ([key, value]) => [`firebreak:${key}`, JSON.stringify(value)],
    ),
  ),
});

describe("the CloudFormation templates of a member account", () => {
  let folder: string;
  let account: Template;
  let regions: Template;
  const template = async (given: object, argv: string[]) => {
    await writeFile(path.join(folder, "fleet.yaml"), stringify(given));
    return run(["fleet", "template", ...argv], { folder });
  };
  const templateOf = async (given: object, argv: string[]): Promise<Template> => {
    const { code, out, err } = await template(given, argv);
    assert.equal(code, 0, err);
    return parse(out, { version: "1.1" });
  };
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-template-"));
    account = await templateOf(inventory, ["account"]);
    regions = await templateOf(inventory, ["regions"]);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [id, is] of [
    [member, "a member account"],
    [rehearsing, "an account for rehearsals"],
  ] as const) {
    describe(`in ${is}`, () => {
      let stack: Deployment;
      before(async () => {
        stack = await deploy(configOf(id));
      });
      const made = (region: string) => [
        ...(region === home ? madeOf(account, { account: id, region }) : []),
        ...madeOf(regions, { account: id, region }),
      ];

      it("L20: have the roles of the Pulumi stack, with the same trust, policies, path and tags", () => {
        const roles = stack.of("aws:iam/role:Role").map(({ inputs }) => ({
          name: inputs["name"],
          path: inputs["path"],
          description: inputs["description"],
          trust: JSON.parse(inputs["assumeRolePolicy"]),
          seconds: inputs["maxSessionDuration"],
          tags: inputs["tags"],
          policies: stack
            .of("aws:iam/rolePolicy:RolePolicy")
            .filter((policy) => policy.inputs["role"] === inputs["name"])
            .map((policy) => [policy.inputs["name"], documentOf(policy.inputs["policy"])]),
        }));
        const bucket = `firebreak-config-${id}-${home}-an`;
        const same = of(made(home), "AWS::IAM::Role").map(({ properties }) => ({
          name: properties.RoleName,
          path: properties.Path,
          description: properties.Description,
          trust: properties.AssumeRolePolicyDocument,
          seconds: properties.MaxSessionDuration,
          tags: properties.Tags && Object.fromEntries(properties.Tags.map((tag: any) => [tag.Key, tag.Value])),
          policies: properties.Policies.map((policy: any) => [
            policy.PolicyName,
            // The only name that differs: Pulumi makes one up.
            documentOf(JSON.stringify(policy.PolicyDocument).replaceAll(bucket, "config")),
          ]),
        }));
        assert.ok(roles.length > 10);
        assert.deepEqual(byName(same), byName(roles));
      });

      for (const region of [home, other]) {
        it(`L20: have the event rules, targets and queue of the Pulumi stack in ${region}`, () => {
          const inRegion = (type: string) => stack.of(type).filter(({ inputs }) => inputs["region"] === region);
          const rules = inRegion("aws:cloudwatch/eventRule:EventRule").map(({ inputs }) => {
            const target = inRegion("aws:cloudwatch/eventTarget:EventTarget").find(
              (one) => one.inputs["rule"] === inputs["name"],
            )!.inputs;
            return {
              name: inputs["name"],
              description: inputs["description"],
              pattern: JSON.parse(inputs["eventPattern"]),
              targets: [
                {
                  Id: target["targetId"],
                  Arn: target["arn"],
                  RoleArn: target["roleArn"],
                  DeadLetterConfig: { Arn: target["deadLetterConfig"].arn },
                },
              ],
            };
          });
          const same = of(made(region), "AWS::Events::Rule").map(({ properties }) => ({
            name: properties.Name,
            description: properties.Description,
            pattern: properties.EventPattern,
            targets: properties.Targets,
          }));
          assert.equal(rules.length, id === rehearsing ? 3 : 2);
          assert.deepEqual(byName(same), byName(rules));
          const [queue] = of(made(region), "AWS::SQS::QueuePolicy");
          const [policy] = inRegion("aws:sqs/queuePolicy:QueuePolicy");
          assert.deepEqual(queue!.properties.PolicyDocument, JSON.parse(policy!.inputs["policy"]));
        });

        it(`L20: have the recorder, the Config rules and the detector of the Pulumi stack in ${region}`, () => {
          const inRegion = (type: string) =>
            stack.of(type).flatMap(({ inputs }) => (inputs["region"] === region ? [inputs] : []));
          const [recorder] = inRegion("aws:cfg/recorder:Recorder");
          const [same] = of(made(region), "AWS::Config::ConfigurationRecorder");
          assert.equal(same!.properties.RoleARN, recorder!["roleArn"]);
          assert.deepEqual(same!.properties.RecordingGroup, {
            AllSupported: true,
            IncludeGlobalResourceTypes: region === home,
          });
          assert.equal(recorder!["recordingGroup"].includeGlobalResourceTypes, region === home);
          const rules = inRegion("aws:cfg/rule:Rule");
          const sameRules = of(made(region), "AWS::Config::ConfigRule").map(({ properties }) => properties);
          assert.equal(rules.length, 2);
          for (const rule of rules) {
            const found = sameRules.find((one) => one.ConfigRuleName === rule["name"])!;
            assert.equal(found.Source.SourceIdentifier, rule["source"].sourceIdentifier);
            assert.deepEqual(found.Scope.ComplianceResourceTypes, rule["scope"].complianceResourceTypes);
            assert.deepEqual(found.InputParameters, documentOf(rule["inputParameters"]));
          }
          const [detector] = inRegion("aws:guardduty/detector:Detector");
          const [sameDetector] = of(made(region), "AWS::GuardDuty::Detector");
          assert.equal(sameDetector!.properties.FindingPublishingFrequency, detector!["findingPublishingFrequency"]);
          assert.deepEqual(sameDetector!.properties.Tags, [{ Key: "firebreak:stack", Value: id }]);
        });
      }
    });
  }

  it("L20: have no id of an account in them but those of the security account and of the accounts for rehearsals", () => {
    const ids = (one: Template) => [...new Set(JSON.stringify(one).match(/\b\d{12}\b/g))].sort();
    assert.deepEqual(ids(account), [security]);
    assert.deepEqual(ids(regions), [security, rehearsing]);
  });

  it("keep the variables of IAM policies, which are not for CloudFormation", () => {
    assert.match(JSON.stringify(account), /"aws:ResourceOrgID":"\$\{aws:PrincipalOrgID\}"/);
    const variable = { type: "aws:sns/topic:Topic", name: "t", inputs: { name: `\${AWS::Region} \${aws:username}` } };
    assert.deepEqual(resourcesIn([variable], home)["TTopic"]!.Properties, {
      TopicName: { "Fn::Sub": `\${AWS::Region} \${!aws:username}` },
    });
  });

  it("name the version and the Regions in which they are to be deployed", () => {
    assert.deepEqual(account.Metadata, { Firebreak: { Version: version, Template: "account", Regions: [home] } });
    assert.deepEqual(regions.Metadata, {
      Firebreak: { Version: version, Template: "regions", Regions: [home, other] },
    });
    assert.match(regions.Description, new RegExp(`^Firebreak ${version}: .*in ${home}, ${other}$`));
  });

  it("leave out the recorder and the detector where a parameter says that they exist", () => {
    const parameters = { CreateRecorder: "false", CreateDetector: "false" };
    const place = { account: member, region: home, parameters };
    const types = [...madeOf(account, place), ...madeOf(regions, place)].map(({ type }) => type);
    for (const type of ["ConfigurationRecorder", "DeliveryChannel", "Detector", "Bucket", "BucketPolicy", "Topic"]) {
      assert.ok(!types.some((one) => one.endsWith(`::${type}`)), `${type} is among ${types}`);
    }
    assert.ok(types.includes("AWS::Config::ConfigRule"));
    for (const name of ["CreateRecorder", "CreateDetector"]) {
      assert.match((regions.Parameters[name] as any).Description, /cannot take over one that exists/);
    }
  });

  it("have no parameter and no condition if nothing is optional", async () => {
    const plain = { ...inventory, everywhere: {}, defaults: { regions: [home] } };
    for (const part of ["account", "regions"]) {
      const { Parameters, Conditions } = await templateOf(plain, [part]);
      assert.deepEqual([Parameters, Conditions], [{}, {}]);
    }
  });

  it("keep what has the account's history when a stack is deleted", () => {
    const kept = [account, regions].flatMap(({ Resources }) =>
      Object.values(Resources).flatMap(({ Type, DeletionPolicy }) => (DeletionPolicy === "Retain" ? [Type] : [])),
    );
    assert.deepEqual(kept.sort(), ["AWS::GuardDuty::Detector", "AWS::S3::Bucket", "AWS::S3::BucketPolicy"]);
  });

  it("fail for a type and for an input that they have no place for, and name the file to extend", () => {
    const made = (type: string, inputs: object) => () => resourcesIn([{ type, name: "new", inputs }], home);
    assert.throws(made("aws:kms/key:Key", {}), /aws:kms\/key:Key new has no CloudFormation type.*template\/types\.ts/);
    assert.throws(
      made("aws:sqs/queue:Queue", { kmsMasterKeyId: "k" }),
      /kmsMasterKeyId of .* has no CloudFormation property/,
    );
    assert.throws(
      made("aws:iam/rolePolicy:RolePolicy", { role: "absent", name: "p", policy: "{}" }),
      /new belongs to no aws:iam\/role:Role/,
    );
    const topics = ["a-b", "a_b"].map((name) => ({ type: "aws:sns/topic:Topic", name, inputs: {} }));
    assert.throws(() => resourcesIn(topics, home), /a_b has the logical id ABTopic, which another one has/);
  });

  it("take the settings of a group, and say what they do not have", async () => {
    const grouped = {
      ...inventory,
      groups: { production: { accounts: [member], settings: { regions: [other], guardDuty: { detector: false } } } },
      overrides: { [member]: { regions: [home] } },
    };
    const { out, err } = await template(grouped, ["regions", "--group", "production", "--format", "json"]);
    const { Metadata, Parameters } = JSON.parse(out);
    assert.deepEqual(Metadata.Firebreak.Regions, [other]);
    assert.deepEqual(Object.keys(Parameters), ["CreateRecorder"]);
    assert.equal(err, `Not in the template: overrides of ${member}.\n`);
  });

  it("are written into a file", async () => {
    const { out } = await template(inventory, ["regions", "--out", "regions.yaml"]);
    assert.equal(out, "");
    const text = await readFile(path.join(folder, "regions.yaml"), "utf8");
    assert.deepEqual(parse(text, { version: "1.1" }), regions);
    const read = readTemplate(text, "regions", "regions.yaml", {});
    assert.deepEqual(read.regions, [home, other]);
    assert.deepEqual(read.parameters, { CreateRecorder: "true", CreateDetector: "true" });
  });

  it("say so if they are too large for a call", async () => {
    const many = Array.from({ length: 40 }, (_, at) => ({
      ...encryptBuckets,
      name: `encrypt-buckets-${at}`,
      findingTypes: [`Config:Rule/RULE_${at}`],
    }));
    const { err } = await template({ ...inventory, everywhere: { runbooks: many } }, ["account"]);
    assert.match(
      err,
      /^The template has \d+ bytes, and a call takes 51200: write it with --format json, or put it into a bucket/,
    );
  });

  const refused = async (changes: object, pattern: RegExp, argv: string[] = []) => {
    const { code, err } = await template({ ...inventory, ...changes }, ["account", ...argv]);
    assert.equal(code, 2, err);
    assert.match(err, pattern);
  };

  it("need settings that are the same in every account", async () => {
    await refused({ defaults: {} }, /regions is missing: a template is for the same Regions in every account/);
    const permissionsBoundary = `arn:aws:iam::${member}:policy/boundary`;
    await refused(
      { defaults: { ...whole, permissionsBoundary } },
      /permissionsBoundary is a policy of account 444455556666/,
    );
    await refused({ defaults: { regions: ["cn-north-1"] } }, /regions has cn-north-1, which is not in the partition/);
    await refused({}, /--group is "nope": it must be a group of fleet\.yaml \(there is none\)/, ["--group", "nope"]);
    const nowhere = await run(["fleet", "template", "account", "--dir", "no-such-folder"], { folder });
    assert.match(nowhere.err, /fleet\.yaml is not in .*no-such-folder/);
  });
});

const of = (made: Made[], type: string) => made.filter((one) => one.type === type);

const documentOf = (text: string | undefined) => (text === undefined ? undefined : JSON.parse(text));

const byName = <Named extends { name: string }>(list: Named[]) =>
  [...list].sort((one, next) => one.name.localeCompare(next.name));
