import type { Template } from "../../../components/channels/channel";
import { channelKinds } from "../../../components/channels/channels";
import { channelPattern, type Filter } from "../../../components/channels/pattern";
import { transformerOf } from "../../../components/channels/transformer";
import type { Decision } from "../../../runtime/model/journalItems";
import { noticeContent } from "../../../runtime/notices/content";
import { decisionDetailType, decisionEvent, decisionSource } from "../../../runtime/notices/decisionEvent";
import { matches } from "../../eventBridge/matches";
import { decision, words } from "../../runtime/decision";

/** Everything that people are notified of, except rehearsals: what a channel gets without any filter. */
export const noFilter: Filter = { all: false, rehearsals: false };

/** The event of a decision as a rule sees it. */
export function eventOf(more: Partial<Decision> = {}) {
  const detail = decisionEvent(noticeContent({ ...decision, ...more }, words));
  return { source: decisionSource, "detail-type": decisionDetailType, detail };
}

/** What a channel sends for a decision: one body for each of its rules that match. */
export function sent(kind: string, more: Partial<Decision> = {}, filter: Filter = noFilter): any[] {
  const event = eventOf(more);
  return channelKinds[kind]!.messages.filter(({ stages }) =>
    matches(JSON.parse(channelPattern(filter, stages)), event),
  ).map(({ template }) => (template === undefined ? event : transformed(template, event)));
}

/** What EventBridge makes of a template: each variable that stands alone becomes a JSON value. */
export function transformed(template: Template, event: object): any {
  const { inputPaths, inputTemplate } = transformerOf(template);
  const text = inputTemplate.replace(/<(\w+)>/g, (_, name: string) => {
    const steps = inputPaths[name]!.split(".").slice(1);
    const value = steps.reduce<any>((at, step) => at[step], event);
    if (value === undefined) throw new Error(`${inputPaths[name]} is not in the event`);
    return JSON.stringify(value);
  });
  return JSON.parse(text);
}
