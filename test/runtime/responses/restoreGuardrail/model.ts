import fc from "fast-check";
import type { Target } from "../../../../runtime/model/target";
import type { Block } from "../../../../runtime/resources/publicAccessBlock";
import { recorderName } from "../../../../runtime/resources/recorder";
import { targetOf } from "../../../../runtime/resources/targets";
import type { GuardrailClients } from "../../../../runtime/responses/restoreGuardrail/state";

export const accountId = "444455556666";
export const place = { accountId, region: "eu-west-1", partition: "aws" };

export const targets = {
  trail: targetOf("trail", place, "audit"),
  detector: targetOf("detector", place, "0123456789abcdef0123456789abcdef"),
  recorder: targetOf("recorder", place, "default/a1b2c3d4e5f6g7h8"),
  "account-public-access-block": targetOf("account-public-access-block", place, accountId),
  "ebs-encryption": targetOf("ebs-encryption", place, "ebs-encryption-by-default"),
} satisfies Record<string, Target>;
export type Kind = keyof typeof targets;
export const kinds = Object.keys(targets) as Kind[];

/** A guardrail as its service stores it, and the calls in the event history of the account. */
export interface World {
  kind: Kind;
  on: boolean;
  /** Whether it ever was on. */
  wasOn: boolean;
  tags: Record<string, string>;
  /** Of the account's Block Public Access, in place of `on`. */
  block: Block | null;
  history: { name: string; at: string; parameters?: unknown; errorCode?: string }[];
  trouble?: string;
  gone?: boolean;
}

export const off: Block = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};
/** Three of the four switches. */
export const three: Block = { ...off, BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true };
export const four: Block = { ...three, RestrictPublicBuckets: true };

/** When it was switched off, in every world. */
export const offAt = "2026-11-20T10:00:00.000Z";

/** The event of a change of the account's Block Public Access. */
export const put = (block: Block, at: string) => ({
  name: "PutAccountPublicAccessBlock",
  at,
  parameters: { publicAccessBlockConfiguration: block, accountId },
});

export const worldWith = (kind: Kind, more: Partial<World> = {}): World => ({
  kind,
  on: false,
  wasOn: true,
  tags: {},
  block: null,
  history:
    kind === "ebs-encryption"
      ? [{ name: "DisableEbsEncryptionByDefault", at: offAt }]
      : [put(three, "2026-10-01T10:00:00.000Z"), { name: "DeleteAccountPublicAccessBlock", at: offAt }],
  ...more,
});

/** Every state that a guardrail of this kind may have. */
export const worlds = (kind: Kind): fc.Arbitrary<World> =>
  fc
    .record({
      on: fc.boolean(),
      wasOn: fc.boolean(),
      tags: fc.constantFrom<Record<string, string>>({}, { team: "audit" }),
      block: fc.constantFrom<(Block | null)[]>(null, off, { ...off, BlockPublicAcls: true }, three, four),
      earlier: fc.constantFrom(off, three, four, { ...off, RestrictPublicBuckets: true }),
    })
    .map(({ earlier, ...one }) => {
      const known = kind === "account-public-access-block" ? { history: [put(earlier, offAt)] } : {};
      const never = kind === "ebs-encryption" && !one.wasOn ? { history: [] } : {};
      return worldWith(kind, { ...one, wasOn: one.on || one.wasOn, ...known, ...never });
    });

const refuse = (name: string, message = name) => Object.assign(new Error(message), { name });
const list = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** The services as their API references describe them. */
export function clients(world: World): GuardrailClients {
  const only = (kind: Kind, given: string | undefined, name: string) => {
    if (world.gone || kind !== world.kind || given !== name) throw refuse("NotFoundException", `no ${given}`);
  };
  const { trail, detector, recorder } = targets;
  const stopped = world.wasOn && !world.on ? new Date(offAt) : undefined;
  const started = world.wasOn ? new Date("2026-01-01T00:00:00.000Z") : undefined;
  const cloudTrail = {
    async describeTrails() {
      return { trailList: world.gone ? [] : [{ Name: trail.id, HomeRegion: trail.region, TrailARN: trail.arn }] };
    },
    async getTrailStatus({ Name }: any) {
      only("trail", Name, trail.arn);
      const times = { StartLoggingTime: started, StopLoggingTime: stopped };
      return { IsLogging: world.on, ...times, LatestDeliveryError: world.trouble };
    },
    async listTags({ ResourceIdList }: any) {
      only("trail", ResourceIdList[0], trail.arn);
      return { ResourceTagList: [{ ResourceId: trail.arn, TagsList: list(world.tags) }] };
    },
    async startLogging({ Name }: any) {
      only("trail", Name, trail.arn);
      world.on = true;
    },
    async stopLogging({ Name }: any) {
      only("trail", Name, trail.arn);
      world.on = false;
    },
    async lookupEvents({ LookupAttributes: [attribute] }: any) {
      const found = world.history.filter(({ name }) => name === attribute.AttributeValue);
      const events = found.map(({ at: eventTime, parameters: requestParameters, errorCode }) => ({
        CloudTrailEvent: JSON.stringify({ eventTime, requestParameters, errorCode }),
      }));
      return { Events: events.reverse() };
    },
  };
  const guardDuty = {
    listDetectors: async () => ({ DetectorIds: world.gone ? [] : [detector.id] }),
    async getDetector({ DetectorId }: any) {
      if (world.gone || DetectorId !== detector.id) throw refuse("BadRequestException", "not owned by the account");
      return { Status: world.on ? "ENABLED" : "DISABLED", Tags: world.tags, UpdatedAt: offAt };
    },
    async updateDetector({ DetectorId, Enable, ...more }: any) {
      if (DetectorId !== detector.id || Object.keys(more).length > 0) throw refuse("BadRequestException");
      world.on = Enable;
    },
  };
  const name = recorderName(recorder.id);
  const config = {
    async describeConfigurationRecorders({ ConfigurationRecorderNames }: any) {
      if (ConfigurationRecorderNames) only("recorder", ConfigurationRecorderNames[0], name);
      return { ConfigurationRecorders: world.gone ? [] : [{ name, arn: recorder.arn }] };
    },
    async describeConfigurationRecorderStatus({ ConfigurationRecorderNames }: any) {
      only("recorder", ConfigurationRecorderNames[0], name);
      const times = { lastStartTime: started, lastStopTime: stopped };
      const lastStatus = world.trouble ? "Failure" : "Success";
      const failure = { lastStatus, lastErrorMessage: world.trouble };
      return { ConfigurationRecordersStatus: [{ name, recording: world.on, ...times, ...failure }] };
    },
    async listTagsForResource({ ResourceArn }: any) {
      only("recorder", ResourceArn, recorder.arn);
      return { Tags: list(world.tags) };
    },
    async startConfigurationRecorder({ ConfigurationRecorderName }: any) {
      only("recorder", ConfigurationRecorderName, name);
      world.on = true;
    },
    async stopConfigurationRecorder({ ConfigurationRecorderName }: any) {
      only("recorder", ConfigurationRecorderName, name);
      world.on = false;
    },
  };
  const s3Control = {
    async getPublicAccessBlock({ AccountId }: any) {
      only("account-public-access-block", AccountId, accountId);
      if (!world.block) throw refuse("NoSuchPublicAccessBlockConfiguration");
      return { PublicAccessBlockConfiguration: { ...world.block } };
    },
    async putPublicAccessBlock({ AccountId, PublicAccessBlockConfiguration }: any) {
      only("account-public-access-block", AccountId, accountId);
      world.block = PublicAccessBlockConfiguration;
    },
    async deletePublicAccessBlock({ AccountId }: any) {
      only("account-public-access-block", AccountId, accountId);
      world.block = null;
    },
  };
  const ec2 = {
    getEbsEncryptionByDefault: async () => ({ EbsEncryptionByDefault: world.on }),
    async enableEbsEncryptionByDefault() {
      world.on = true;
    },
    async disableEbsEncryptionByDefault() {
      world.on = false;
    },
  };
  return { cloudTrail, guardDuty, config, s3Control, ec2 } as unknown as GuardrailClients;
}
