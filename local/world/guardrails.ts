import { Agent } from "node:http";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { ConfigService } from "@aws-sdk/client-config-service";
import { EC2 } from "@aws-sdk/client-ec2";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { S3 } from "@aws-sdk/client-s3";
import { S3Control } from "@aws-sdk/client-s3-control";
import { waitFor } from "../engine/provider/waiting";
import { accounts, region, rootOf } from "./accounts";
import { tagList } from "./tagList";
import type { World } from "./world";

/** Names under localhost are this machine; S3 Control has the account in its host name. */
export const localLookup: any = (_: string, options: { all?: boolean }, then: (...answer: unknown[]) => void) =>
  options.all ? then(null, [{ address: "127.0.0.1", family: 4 }]) : then(null, "127.0.0.1", 4);

/** The guardrails of one of the accounts, as its root user sets them. */
export function guardrailsIn(world: World, account: keyof typeof accounts) {
  const { id } = accounts[account];
  const root = rootOf(id, world.endpoint);
  const cloudTrail = new CloudTrail(root);
  const guardDuty = new GuardDuty(root);
  const config = new ConfigService(root);
  const ec2 = new EC2(root);
  const s3 = new S3({ ...root, forcePathStyle: true });
  const s3Control = new S3Control({
    ...root,
    endpoint: world.endpoint.replace("127.0.0.1", "localhost"),
    requestHandler: { httpAgent: new Agent({ lookup: localLookup }) },
  });
  const AccountId = id;
  return {
    /** Makes a trail that logs, with a bucket of its own, or one that never did. */
    async makeTrail(Name: string, tags: Record<string, string> = {}, isStarted = true): Promise<void> {
      const S3BucketName = `${Name}-${id}-logs`;
      await s3.createBucket({ Bucket: S3BucketName, CreateBucketConfiguration: { LocationConstraint: region } });
      await cloudTrail.createTrail({ Name, S3BucketName, TagsList: tagList(tags) });
      if (isStarted) await cloudTrail.startLogging({ Name });
    },
    /** Stops a trail. Returns the id of the call in the event history, in which it appears a little later. */
    async stopTrail(Name: string): Promise<string> {
      await cloudTrail.stopLogging({ Name });
      const LookupAttributes = [{ AttributeKey: "EventName" as const, AttributeValue: "StopLogging" }];
      return waitFor(`the history has that ${Name} was stopped`, async () => {
        const { Events = [] } = await cloudTrail.lookupEvents({ LookupAttributes });
        return Events.find(({ CloudTrailEvent = "" }) => CloudTrailEvent.includes(`"${Name}"`))?.EventId;
      });
    },
    deleteTrail: (Name: string) => cloudTrail.deleteTrail({ Name }),
    logs: async (Name: string) => (await cloudTrail.getTrailStatus({ Name })).IsLogging === true,
    /** The id of the account's detector, which is made if there is none. */
    async detector(): Promise<string> {
      const [known] = (await guardDuty.listDetectors({})).DetectorIds ?? [];
      return known ?? (await guardDuty.createDetector({ Enable: true })).DetectorId!;
    },
    suspend: (DetectorId: string) => guardDuty.updateDetector({ DetectorId, Enable: false }),
    resume: (DetectorId: string) => guardDuty.updateDetector({ DetectorId, Enable: true }),
    detects: async (DetectorId: string) => (await guardDuty.getDetector({ DetectorId })).Status === "ENABLED",
    /** The recorder of the account's stack. */
    async recorder(): Promise<{ name: string; arn: string }> {
      const [{ name, arn } = {}] = (await config.describeConfigurationRecorders({})).ConfigurationRecorders ?? [];
      return { name: name!, arn: arn! };
    },
    stopRecorder: (ConfigurationRecorderName: string) =>
      config.stopConfigurationRecorder({ ConfigurationRecorderName }),
    async records(name: string): Promise<boolean> {
      const found = await config.describeConfigurationRecorderStatus({ ConfigurationRecorderNames: [name] });
      return found.ConfigurationRecordersStatus![0]!.recording === true;
    },
    encrypt: (on: boolean) => (on ? ec2.enableEbsEncryptionByDefault({}) : ec2.disableEbsEncryptionByDefault({})),
    encrypts: async () => (await ec2.getEbsEncryptionByDefault({})).EbsEncryptionByDefault === true,
    /** Sets the switches of the account's Block Public Access; those that are not named are off. */
    block: (...on: Switch[]) =>
      s3Control.putPublicAccessBlock({
        AccountId,
        PublicAccessBlockConfiguration: Object.fromEntries(switches.map((name) => [name, on.includes(name)])),
      }),
    /** The switches that are on. */
    async blocked(): Promise<Switch[]> {
      const { PublicAccessBlockConfiguration = {} } = await s3Control.getPublicAccessBlock({ AccountId });
      return switches.filter((name) => PublicAccessBlockConfiguration[name]);
    },
    destroy() {
      for (const client of [cloudTrail, guardDuty, config, ec2, s3, s3Control]) client.destroy();
    },
  };
}

export type Guardrails = ReturnType<typeof guardrailsIn>;
type Switch = (typeof switches)[number];

const switches = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"] as const;
