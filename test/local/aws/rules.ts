import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { region, security } from "./instance";
import { as, unique } from "./principals";

/** Where a rule sits and what it does. */
export interface RuleOptions {
  pattern: object;
  bus?: string;
  account?: string;
  state?: "ENABLED" | "DISABLED";
  at?: string;
}

/** A rule of the tests. */
export interface Rule {
  arn: string;
  /** Sets the one target of the rule. */
  target(settings: Omit<Target, "Id">): Promise<void>;
}

/** Creates a rule without a target. */
export async function rule({ pattern, bus, account = security, state, at = region }: RuleOptions): Promise<Rule> {
  const events = new EventBridgeClient({ ...(await as(account)), region: at });
  const Name = unique("rule");
  await events.send(
    new PutRuleCommand({ Name, EventBusName: bus, EventPattern: JSON.stringify(pattern), State: state }),
  );
  return {
    arn: `arn:aws:events:${at}:${account}:rule/${bus ? `${bus}/` : ""}${Name}`,
    async target(settings) {
      const Targets = [{ Id: "only", ...settings } as Target];
      const answer = await events.send(new PutTargetsCommand({ Rule: Name, EventBusName: bus, Targets }));
      if (answer.FailedEntryCount) throw new Error(JSON.stringify(answer.FailedEntries));
    },
  };
}

/** Puts one event on a bus and returns its id. */
export async function put(
  source: string,
  detail: object = {},
  { account = security, bus, type = "Test", time }: { account?: string; bus?: string; type?: string; time?: Date } = {},
): Promise<string> {
  const events = new EventBridgeClient(await as(account));
  const answer = await events.send(
    new PutEventsCommand({
      Entries: [
        {
          Source: source,
          DetailType: type,
          Detail: JSON.stringify(detail),
          EventBusName: bus,
          Time: time,
          Resources: ["arn:aws:ec2:eu-west-1:444455556666:instance/i-0"],
        },
      ],
    }),
  );
  if (answer.FailedEntryCount) throw new Error(JSON.stringify(answer.Entries));
  return answer.Entries![0]!.EventId!;
}
