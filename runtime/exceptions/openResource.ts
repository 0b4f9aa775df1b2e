import type { STS } from "@aws-sdk/client-sts";
import { assumeRole } from "../aws/assumeRole";
import { readTags } from "../aws/readTags";
import { listedPolicy } from "../aws/sessionPolicy";
import { writeTag } from "../aws/writeTag";
import { coded, codeOf, messageOf } from "../lib/errors";
import type { ClientConfig } from "../model/response";
import type { Target } from "../model/target";
import type { TagClients, TaggedResource } from "../resources/tagClients";
import { exceptionClients, exceptionKind } from "./kinds";
import { exceptions } from "./settings";

/** How the function enters the account of a resource. */
export interface Door {
  sts(region: string): STS;
  clientConfig: Pick<ClientConfig, "maxAttempts" | "retryMode">;
  roleName: string;
  tagKey: string;
}

/** A resource, opened to read its tags and to change the one of the exception. */
export interface OpenResource {
  /** Undefined if there is no such resource. */
  found: TaggedResource | undefined;
  read(): Promise<TaggedResource | undefined>;
  /** @param value undefined to remove the tag */
  write(value: string | undefined): Promise<void>;
}

/**
 * Opens a resource with a session that can do nothing else.
 *
 * @throws NotEntered if the account cannot be entered, or what AWS throws while the tags are read
 */
export async function openResource(door: Door, target: Target): Promise<OpenResource> {
  const { reading, writing } = exceptionKind(target.kind).tags;
  const clients = await enter(door, target, [reading]);
  const read = () => readTags(clients, target);
  const found = await read();
  return {
    found,
    read,
    async write(value) {
      // A database is looked up by its resource id, but tagged by its name.
      const named = { ...target, id: found?.name ?? target.id };
      const writers = await enter(door, named, [reading, writing]);
      await writeTag(writers, target, { key: door.tagKey, value, arn: found?.arn });
    },
  };
}

async function enter(door: Door, target: Target, permissions: Parameters<typeof listedPolicy>[0]): Promise<TagClients> {
  const { accountId, region, kind, id } = target;
  const name = `firebreak-${exceptions}-${id}`.replace(/[^\w+=,.@-]/g, "-");
  const policy = listedPolicy(permissions, target);
  const credentials = await assumeRole(door.sts(region), target, door.roleName, { name, policy }).catch(
    (error: unknown) => {
      throw coded(
        codeOf(error) || "NotEntered",
        `account ${accountId} cannot be entered as ${door.roleName}: is it in the organization, and is its stack deployed? ${messageOf(error)}`,
      );
    },
  );
  return exceptionClients(exceptionKind(kind), { ...door.clientConfig, region, credentials });
}
