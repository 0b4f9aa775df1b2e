import { typesOf } from "../../../findings/typesOf";
import { codeOf } from "../../../lib/errors";
import { accountPublicAccessBlock as type } from "../../../resources/accountSettings";
import { type Block, fullBlock } from "../../../resources/publicAccessBlock";
import { targetOf } from "../../../resources/targets";
import { type HistoryEvent, newestFirst } from "../eventHistory";
import type { GuardrailClients, Shown } from "../state";
import type { Guardrail } from "./guardrail";

const offEvent = "PutAccountPublicAccessBlock";

/**
 * Block Public Access of the account. Which of its four switches were on, only the event history shows
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html): exactly those are switched on again.
 */
export const publicAccessBlock: Guardrail = {
  kind: type.kind,
  accountTypes: [
    // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-s3.html#policy-s3-accountblockpublicaccessdisabled
    ...typesOf("Policy:S3", ["AccountBlockPublicAccessDisabled"]),
    // https://docs.aws.amazon.com/config/latest/developerguide/s3-account-level-public-access-blocks.html names the setting itself,
    // https://docs.aws.amazon.com/config/latest/developerguide/s3-account-level-public-access-blocks-periodic.html
    ...typesOf("Config:Rule", [
      "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS",
      "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC",
    ]),
    // https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-1
    ...typesOf("SecurityHub:Control", ["S3.1"]),
  ],
  off: "Block Public Access of the account has fewer switches on than before",
  find: async (_, finding) => [targetOf(type.kind, finding, finding.accountId)],
  async show({ s3Control, cloudTrail }, { accountId }, known) {
    const block = await readBlock(s3Control, accountId);
    if (isWithin(fullBlock, block)) return { on: true, wasOn: true, block };
    const { earlier, offSince }: Earlier = known?.earlier ? known : await earlierBlock(cloudTrail, block);
    // Without such a change nothing went off: what is on was always all.
    const on = earlier ? isWithin(earlier, block) : names().some((name) => block?.[name]);
    return {
      on,
      wasOn: on || earlier !== undefined,
      block,
      ...(earlier && { earlier }),
      ...(offSince && { offSince }),
    };
  },
  switchOn: ({ accountId, earlier }) => ({
    service: "s3Control",
    operation: "PutPublicAccessBlock",
    input: { AccountId: accountId, PublicAccessBlockConfiguration: { ...earlier } },
  }),
  switchOff: ({ accountId }, { block }) =>
    block
      ? {
          service: "s3Control",
          operation: "PutPublicAccessBlock",
          input: { AccountId: accountId, PublicAccessBlockConfiguration: { ...block } },
        }
      : { service: "s3Control", operation: "DeletePublicAccessBlock", input: { AccountId: accountId } },
  leaves: () => [
    "what was made public while it was off is closed again, but may have been read: look for GetObject calls without a caller of the account",
  ],
  offEvent,
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html */
async function readBlock(s3Control: GuardrailClients["s3Control"], AccountId: string): Promise<Block | null> {
  try {
    const { PublicAccessBlockConfiguration } = await s3Control.getPublicAccessBlock({ AccountId });
    return blockOf(PublicAccessBlockConfiguration ?? {});
  } catch (error) {
    if (codeOf(error) === "NoSuchPublicAccessBlockConfiguration") return null;
    throw error;
  }
}

type Earlier = Pick<Shown, "earlier" | "offSince">;

/** The switches of the newest change that had one on which is off now, with those that are on now, and when it went off. */
async function earlierBlock(cloudTrail: GuardrailClients["cloudTrail"], block: Block | null): Promise<Earlier> {
  const put = await newestFirst(cloudTrail, offEvent);
  const at = put.findIndex((event) => !isWithin(blockIn(event), block));
  if (at < 0) return {};
  const deleted = await newestFirst(cloudTrail, "DeleteAccountPublicAccessBlock");
  const later = [...put.slice(0, at), ...deleted].map((event) => event.at).filter((time) => time >= put[at]!.at);
  const [offSince] = later.sort();
  return { earlier: both(blockIn(put[at]!), block), ...(offSince && { offSince }) };
}

const names = () => Object.keys(fullBlock) as (keyof Block)[];

/** Whether every switch of the first set is on in the second. */
const isWithin = (block: Block, other: Block | null): boolean => names().every((name) => !block[name] || other?.[name]);

const both = (one: Block, other: Block | null): Block =>
  blockOf(Object.fromEntries(names().map((name) => [name, one[name] || other?.[name]])));

const blockOf = (given: Partial<Record<keyof Block, unknown>>): Block => ({
  BlockPublicAcls: given.BlockPublicAcls === true,
  IgnorePublicAcls: given.IgnorePublicAcls === true,
  BlockPublicPolicy: given.BlockPublicPolicy === true,
  RestrictPublicBuckets: given.RestrictPublicBuckets === true,
});

/** The switches in the parameters of a call, whatever the case of their first letters and the form of their values. */
function blockIn({ parameters }: HistoryEvent): Block {
  const within = (value: unknown, name: string): unknown =>
    Object.entries(value ?? {}).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  const given = within(parameters, "PublicAccessBlockConfiguration");
  return blockOf(Object.fromEntries(names().map((name) => [name, String(within(given, name)) === "true"])));
}
