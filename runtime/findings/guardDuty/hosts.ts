import type { Resource } from "../../model/finding";
import { lastOfArn, listOf, namedThings, part } from "../named";
import type { HubResource } from "../securityHub/resources";
import { clusterNames, sequenceNames } from "./names";

/**
 * GuardDuty's resource types for findings about something in a container. Type Instance is about the instance itself
 * (https://docs.aws.amazon.com/guardduty/latest/ug/findings-runtime-monitoring.html).
 */
const containerTypes = ["EKSCluster", "ECSCluster", "Container", "KubernetesCluster"];

/**
 * The resources with a mark on each instance that only hosts what a GuardDuty finding is about: the node of a finding about
 * a container, and in an attack sequence the nodes that a cluster lists.
 *
 * @param detail the `detail` of the event, as it came
 */
export function markHosts(resources: Resource[], detail: unknown): Resource[] {
  const inContainer = containerTypes.includes(part(detail, "resource", "resourceType"));
  const whole = inContainer ? containerOf(part(detail, "resource")) : undefined;
  const nodes = listOf(part(detail, "service", "detection", "sequence", "resources")).flatMap(nodesOf);
  return resources.map((resource) => {
    if (resource.kind !== "ec2-instance") return resource;
    const hosts = whole ?? nodes.find(({ id }) => id === resource.id)?.hosts;
    return hosts === undefined ? resource : { ...resource, hosts };
  });
}

function containerOf(resource: unknown): string {
  const container = part(resource, "containerDetails", "name");
  const [first] = namedThings([...clusterNames(resource), ["container", container]]);
  return first ? `${first.what} ${first.name}` : "a container";
}

function nodesOf(item: unknown): { id: string | undefined; hosts: string }[] {
  const cluster = part(item, "data", "eksCluster") ?? part(item, "data", "ecsCluster");
  const [named] = namedThings(sequenceNames(item));
  const hosts = named ? `${named.what} ${named.name}` : "a cluster";
  return listOf(part(cluster, "ec2InstanceUids")).map((uid) => ({ id: lastOfArn(uid), hosts }));
}

/** The same for a finding of Security Hub: its instances are hosts if it also names a container, a task or a cluster. */
export function markHubHosts(resources: Resource[], named: HubResource[]): Resource[] {
  const form = /^(Aws(Eks|Ecs)[A-Za-z]+|AWS::(EKS|ECS)::[A-Za-z]+|Container|AWS::Container::[A-Za-z]+)$/;
  const inside = named.find(({ type }) => form.test(type));
  if (!inside) return resources;
  const [thing] = namedThings([["", inside.name ?? lastOfArn(inside.id)]]);
  const words = /(Eks|EKS)/.test(inside.type) ? "EKS" : /(Ecs|ECS)/.test(inside.type) ? "ECS" : "container";
  const hosts = `${words} ${thing?.name ?? ""}`.trim();
  return resources.map((resource) => (resource.kind === "ec2-instance" ? { ...resource, hosts } : resource));
}
