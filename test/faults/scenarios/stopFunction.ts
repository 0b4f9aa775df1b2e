import { stopFunction } from "../../../runtime/responses/stopFunction";
import { worldModel } from "../../models/adapted";
import { clients, target, world } from "../../runtime/responses/stopFunction/model";
import type { Account, Scenario } from "../scenario";
import { guardDutyEvent } from "./events";

function account(): Account {
  const holder = {
    world: world({
      versions: [{ number: 1, sha: "sha-0", variables: {} }],
      aliases: { prod: 1 },
      provisioned: { prod: 2 },
      mappings: [{ UUID: "1111", EventSourceArn: "arn:aws:sqs:eu-west-1:444455556666:orders", State: "Enabled" }],
    }),
  };
  const kept = () => holder.world.versions.filter(({ sha }) => sha === holder.world.sha);
  const powers = () => [
    ...(holder.world.reserved === 0 ? [] : ["to run"]),
    ...holder.world.mappings.filter(({ State }) => State === "Enabled").map(({ UUID }) => `to read by ${UUID}`),
  ];
  return {
    models: { lambda: worldModel("Lambda", holder, (state) => clients(state).lambda) },
    powers,
    shape: () => {
      const { reserved, provisioned, mappings } = holder.world;
      return structuredClone({ reserved, provisioned, mappings });
    },
    isCut: () => holder.world.reserved === 0,
    isContained: () => powers().length === 0 && kept().length > 0,
    evidence: () => kept().map(({ number }) => `${target.arn}:${number}`),
    twice: () => (kept().length > 1 ? [`${kept().length} versions of the same code`] : []),
    tag: (key, value) => {
      holder.world.tags[key] = value;
    },
  };
}

/** A function with provisioned concurrency, an older version and an event source. */
export const functionScenario: Scenario = {
  name: "stop-function",
  response: stopFunction,
  settings: { disableEventSources: true },
  event: guardDutyEvent("finding-function", stopFunction.findingTypes[0]!, {
    resourceType: "Lambda",
    lambdaDetails: { functionArn: target.arn, functionName: target.id, functionVersion: "$LATEST" },
  }),
  target: target.arn,
  lagging: ["Lambda"],
  account,
};
