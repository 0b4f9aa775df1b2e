import { createHash } from "node:crypto";
import type { DecisionFacts } from "../notices/decisionEvent";
import { ocsfOf, type RemediationActivity } from "./ocsf";
import { type LakeSettings, prefixOf } from "./settings";

/** A decision and the message that it came with. */
export interface Arrived {
  message: string;
  facts: DecisionFacts;
}

/** A file of a data lake. */
export interface LakeFile {
  key: string;
  /** In the order of their time, each decision once. */
  activities: RemediationActivity[];
  /** The messages of which the file has the decisions. */
  messages: string[];
}

/**
 * Decisions as files: one for each account and day, in the folders that Security Lake requires of a custom source
 * (https://docs.aws.amazon.com/security-lake/latest/userguide/custom-sources.html). A file's name is derived from the decisions in it,
 * so that a repeated batch replaces its file and adds none.
 */
export function filesOf(arrived: Arrived[], settings: LakeSettings): LakeFile[] {
  const folders: Record<string, Arrived[]> = {};
  for (const one of arrived) {
    const folder = folderOf(one.facts, settings);
    folders[folder] ??= [];
    folders[folder].push(one);
  }
  return Object.entries(folders).map(([folder, inside]) => {
    const byId = Object.fromEntries(inside.map(({ facts }) => [facts.id, ocsfOf(facts)]));
    const ids = Object.keys(byId).sort();
    const name = createHash("sha256").update(JSON.stringify(ids)).digest("hex").slice(0, 32);
    return {
      key: `${folder}${name}.parquet`,
      activities: ids.map((id) => byId[id]!).sort((one, other) => one.time - other.time),
      messages: inside.map(({ message }) => message),
    };
  });
}

/** A record has to be in the folder of an account: one without is the security account's own. */
function folderOf({ account, time }: DecisionFacts, settings: LakeSettings): string {
  const accountId = /^\d{12}$/.test(account) ? account : settings.securityAccountId;
  const eventDay = new Date(time).toISOString().slice(0, 10).replaceAll("-", "");
  return `${prefixOf(settings)}region=${settings.region}/accountId=${accountId}/eventDay=${eventDay}/`;
}
