import { z } from "zod";
import type { HubReference } from "../../model/finding";
import { commonSchemas, parseAt } from "../commonSchemas";
import type { ReadFinding, SourceEvent } from "../sourceEvent";
import { stableId } from "../stableId";
import { asFinding, asffFindingSchema, untouchedFinding } from "./asffFinding";
import { type AwsProduct, awsProduct, ignoredId } from "./finding";
import { isOwnUpdate, ownHubNote } from "./ownUpdate";

/**
 * A reader of the findings of Security Hub CSPM
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html): imported ones, and those that
 * an analyst chose for a custom action.
 *
 * Imported ones count if they are active, of an AWS product (members can import anything under products of their own) and, if a
 * control made them, FAILED. NEW or NOTIFIED makes no difference: Firebreak acts on what is still FAILED, unless the event only
 * reports this product's own note. A SUPPRESSED or RESOLVED finding is recorded but not acted on, because every member may set
 * that for its own findings. An analyst's choice overrides all of this except the product.
 *
 * @returns a function that throws a ZodError if the envelope is malformed; a finding that is malformed is `unreadable`
 */
export function asffReader(): (event: unknown) => SourceEvent {
  const { account, region, time } = commonSchemas();
  const envelope = z.object({
    source: z.literal("aws.securityhub"),
    "detail-type": z.enum(["Security Hub Findings - Imported", "Security Hub Findings - Custom Action"]),
    account,
    region,
    time: time.optional(),
    resources: z.array(z.string().max(2048)).max(100).nullish(),
    detail: z.object({ findings: z.array(z.unknown()).min(1).max(100) }),
  });
  const head = headSchema();
  const finding = asffFindingSchema();
  return (event) => {
    const { account: from, region: at, time: sentAt, resources, detail, ...rest } = envelope.parse(event);
    const chosen = rest["detail-type"] === "Security Hub Findings - Custom Action";
    const readOne = (item: unknown, path: PropertyKey[], { Id, ProductArn, ...states }: Head): ReadFinding => {
      const product = awsProduct(ProductArn);
      const ignored = (reason: string) => ({ ignored: reason, id: ignoredId(Id, product) });
      if (!product) {
        const foreign = `${ProductArn} is not an AWS product`;
        return chosen ? untouchedFinding(item, path, `${foreign}${whyForeign}`, at) : ignored(foreign);
      }
      const reason = chosen ? undefined : stateFault(states);
      if (reason !== undefined) return ignored(reason);
      const closed = chosen ? undefined : closedBy(states.Workflow?.Status);
      try {
        const read = asFinding(parseAt(finding, item, path), product, sentAt);
        return closed ? { ...read, finding: { ...read.finding, leftAlone: closed } } : read;
      } catch (error) {
        if (closed) return ignored(closed);
        throw error;
      }
    };
    const findings = detail.findings.map((item, index): ReadFinding => {
      const path = ["detail", "findings", index];
      try {
        return readOne(item, path, parseAt(head, item, path));
      } catch (unreadable) {
        return { unreadable, ...namesOf(item, from, at) };
      }
    });
    const action = chosen ? resources?.find((arn) => arn.includes(":action/custom/")) : undefined;
    return { envelope: { account: from, region: at }, findings, ...(action !== undefined && { action }) };
  };
}

const whyForeign =
  ": Firebreak does nothing, because any account can import such a finding about any resource. Contain the resource by hand if necessary";

/** What decides whether Firebreak acts on a finding. The rest of other findings need not be valid. */
function headSchema() {
  const text = z.string().nullish();
  return z.object({
    Id: z.string().min(1).max(2048),
    ProductArn: z.string().min(1).max(2048),
    RecordState: text,
    Workflow: z.object({ Status: text }).nullish(),
    Compliance: z.object({ Status: text }).nullish(),
    UpdatedAt: text.catch(undefined),
    Note: z.object({ Text: text, UpdatedBy: text }).nullish().catch(undefined),
  });
}

type Head = z.infer<ReturnType<typeof headSchema>>;

/** Why a finding is ignored, if it is. WARNING means that a control could not be checked, not that it failed. */
function stateFault({ RecordState, Compliance, Note, UpdatedAt }: Omit<Head, "Id" | "ProductArn">): string | undefined {
  if (RecordState && RecordState !== "ACTIVE") return `RecordState is ${RecordState}`;
  const compliance = Compliance?.Status;
  if (compliance && compliance !== "FAILED") return `Compliance.Status is ${compliance}`;
  return isOwnUpdate(ownHubNote(Note), UpdatedAt) ? "it is Firebreak's own update" : undefined;
}

/**
 * Why a finding whose fault still exists is not acted on. Security Hub itself sets a finding back to NEW when it fails again
 * (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Workflow.html), so a person or a rule set this status.
 */
function closedBy(status: string | null | undefined): string | undefined {
  if (status !== "SUPPRESSED" && status !== "RESOLVED") return undefined;
  return `Workflow.Status is ${status} although the finding is active: left to the people who set this status`;
}

/** The id under which an unreadable finding is recorded, and where a note about it goes. */
function namesOf(item: unknown, account: string, region: string): { id: string; hub?: HubReference } {
  const { Id, ProductArn, Region, AwsAccountId, UpdatedAt } = (item ?? {}) as Record<string, unknown>;
  const text = (value: unknown) =>
    typeof value === "string" && value.length > 0 && value.length <= 2048 ? value : undefined;
  const [findingId, productArn] = [text(Id), text(ProductArn)];
  const product: AwsProduct | undefined = productArn === undefined ? undefined : awsProduct(productArn);
  if (findingId === undefined) return { id: stableId("hub", [account, region, productArn ?? "", "no id"]) };
  const id = ignoredId(findingId, product);
  if (productArn === undefined) return { id };
  const place = { region: text(Region) ?? region, accountId: text(AwsAccountId) ?? account };
  const modifiedAt = text(UpdatedAt);
  return { id, hub: { id: findingId, productArn, ...place, ...(modifiedAt && { modifiedAt }) } };
}
