import { isolateTask } from "../../../runtime/responses/isolateTask";
import { balancingModels } from "../../models/balancing";
import { containersModel } from "../../models/containers";
import { ec2Model } from "../../models/ec2";
import { inOrder, registered, target, taskId, world } from "../../runtime/responses/isolateTask/model";
import type { Account, Scenario } from "../scenario";
import { guardDutyEvent } from "./events";
import { repeated } from "./repeated";

const address = "10.0.1.5";

function account(): Account {
  const given = registered(
    world({}, [address]),
    [
      { id: address, port: 8080 },
      { id: "10.0.1.6", port: 8080 },
    ],
    "ip",
  );
  const [containers, ec2, balancing] = [
    { state: given.containers },
    { state: given.ec2 },
    { state: given.balancing },
  ] as const;
  const task = () => containers.state.tasks.find(({ id }) => id === taskId)!;
  const wall = () =>
    Object.values(ec2.state.acls).flatMap(({ entries }, at) =>
      entries.filter(({ cidr }) => cidr === `${address}/32`).map(({ egress }) => `${at} ${egress}`),
    );
  const isRegistered = () =>
    Object.values(balancing.state.targetGroups)
      .flatMap(({ targets }) => targets)
      .some(({ id, state }) => id === address && state !== "draining");
  const powers = () => [
    ...(wall().length < 2 ? ["to reach other subnets"] : []),
    ...(isRegistered() ? ["to get requests"] : []),
  ];
  return {
    models: {
      ecs: containersModel(containers, () => {}),
      ec2: ec2Model(ec2),
      elbv2: balancingModels(balancing).elbv2,
    },
    powers,
    // An exemption changes the tags.
    shape: () => {
      const tasks = containers.state.tasks.map((one) => ({ ...one, tags: {} }));
      return inOrder({ containers: { ...containers.state, tasks }, ec2: ec2.state, balancing: balancing.state });
    },
    isCut: () => wall().length >= 2,
    isContained: () => powers().length === 0 && task().protectedUntil !== undefined && task().status === "RUNNING",
    evidence: () => [],
    twice: () => repeated(wall()),
    tag: (key, value) => {
      task().tags[key] = value;
    },
  };
}

/** A task of a service on Fargate, behind a load balancer, that mines coins. */
export const taskScenario: Scenario = {
  name: "isolate-task",
  response: isolateTask,
  settings: { networkAcls: true, stopTask: false },
  event: guardDutyEvent("finding-task", "CryptoCurrency:Runtime/BitcoinTool.B", {
    resourceType: "ECSCluster",
    ecsClusterDetails: {
      name: "shop",
      arn: "arn:aws:ecs:eu-west-1:444455556666:cluster/shop",
      taskDetails: { arn: target.arn, launchType: "FARGATE", group: "service:checkout" },
    },
  }),
  target: target.arn,
  lagging: ["ECS", "EC2"],
  account,
};
