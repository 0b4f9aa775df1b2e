import { containmentId } from "../../../runtime/model/target";
import { bucketTarget } from "../../../runtime/resources/targets";
import { runRunbook } from "../../../runtime/responses/runRunbook";
import { ssmModel } from "../../models/adapted";
import { disable } from "../../runtime/responses/runRunbook/work";
import { member, place } from "../place";
import type { Account, Scenario } from "../scenario";
import { configEvent } from "./events";

const target = bucketTarget(place, "logs");
const session = `firebreak-run-runbook-${containmentId("run-runbook", target.arn)}`;

/** What Systems Manager sends when an execution has ended. */
const ended = (execution: string) =>
  JSON.stringify({
    version: "0",
    id: `event-${execution}`,
    "detail-type": "EC2 Automation Execution Status-change Notification",
    source: "aws.ssm",
    account: member,
    time: new Date().toISOString(),
    region: place.region,
    resources: [`arn:aws:ssm:${place.region}:${member}:automation-execution/${execution}`],
    detail: {
      ExecutionId: execution,
      Definition: disable.document,
      DefinitionVersion: 1,
      Status: "Success",
      StartTime: new Date().toUTCString(),
      EndTime: new Date().toUTCString(),
      Time: 1,
      ExecutedBy: `arn:aws:sts::${member}:assumed-role/Security-IR-Role-run-runbook/${session}`,
    },
  });

function account(): Account {
  const { ssm, models } = ssmModel([disable.document], session);
  const script = { status: "Success", reads: Number.POSITIVE_INFINITY };
  ssm.scripts = { [disable.document]: script };
  const told = new Set<string>();
  const hasSucceeded = () => ssm.executions.some(({ id }) => told.has(id));
  return {
    models,
    // What a document changes is unknown here: only the result of its execution is visible.
    powers: () => (hasSucceeded() ? [] : ["the bucket is public"]),
    shape: () => ({}),
    isCut: hasSucceeded,
    isContained: hasSucceeded,
    evidence: () => ssm.executions.map(({ id }) => id),
    twice: () => (ssm.executions.length > 1 ? ["execution"] : []),
    tag: (key, value) => {
      ssm.buckets["logs"] = { ...ssm.buckets["logs"], [key]: value };
    },
    goOn() {
      const news = ssm.executions.filter(({ id }) => !told.has(id)).map(({ id }) => id);
      for (const id of news) told.add(id);
      script.reads = 0;
      return news.map(ended);
    },
  };
}

/** A non-compliant bucket, for which a document of Systems Manager is declared. */
export const runbookScenario: Scenario = {
  name: "run-runbook",
  response: runRunbook([disable]),
  settings: {},
  event: configEvent("S3_BUCKET_PUBLIC_READ_PROHIBITED", "AWS::S3::Bucket", "logs"),
  target: target.arn,
  account,
};
