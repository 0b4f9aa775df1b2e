import type { Finding } from "../model/finding";
import type { Decision } from "../model/journalItems";
import type { Run } from "../run/run";
import { cloudTrail } from "./cloudTrail";
import { config } from "./config";
import { guardDuty } from "./guardDuty";
import { operator } from "./operator";
import { securityHub } from "./securityHub";
import type { FindingSource, Replied } from "./source";

/** Every source of findings. A new one is a folder and an entry in this list. */
export const sources: FindingSource[] = [guardDuty, config, cloudTrail, securityHub, operator];

/** The source of a finding; undefined for one that an earlier version knew. */
export const sourceOf = ({ source }: Pick<Finding, "source">): FindingSource | undefined =>
  sources.find(({ name }) => name === source);

/** What people call the source of a finding. */
export const sourceLabel = (source: string): string => sourceOf({ source })?.label ?? source;

/** The page of a finding in the console of its source. */
export const consoleLink = (finding: Finding): string => sourceOf(finding)!.consoleLink(finding);

/** Reports the result of a finding to the sources. @returns a sentence for each report */
export async function answerSource(run: Run, finding: Replied, decision: Decision): Promise<string[]> {
  const texts: string[] = [];
  for (const { reply } of sources) {
    const text = await reply?.(run, finding, decision);
    if (text !== undefined) texts.push(text);
  }
  return texts;
}
