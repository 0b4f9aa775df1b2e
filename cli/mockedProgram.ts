import * as pulumi from "@pulumi/pulumi";
import { withoutCode } from "../components/functions/closure";
import { resourcesOf } from "../components/program";
import { namespace } from "../components/settings/problems";
import type { Settings } from "../components/settings/schema";
import { withoutStackTraces } from "../components/shared/stackTraces";

/** The surroundings of a program that runs without AWS. */
export interface Mocked {
  /** The name of the stack. */
  stack: string;
  /** The id of the account's partition, such as `aws`. */
  partition: string;
  /** Whether unknown outputs stay unknown instead of being undefined. */
  preview: boolean;
  /** Is told every resource of a provider; returns its outputs besides its inputs. */
  made(resource: { type: string; name: string; inputs: Record<string, any> }): Record<string, unknown>;
}

/**
 * Runs a stack's program under Pulumi's mocks, so that it stays the only place that says what a stack needs
 * (https://www.pulumi.com/docs/iac/concepts/testing/unit/). It calls no AWS, and GuardDuty detectors count as absent.
 *
 * @throws the program's errors about its settings, and Error for a question about the account that has no mock
 */
export async function runMocked(settings: Settings, { stack, partition, preview, made }: Mocked): Promise<void> {
  const mocks: pulumi.runtime.Mocks = {
    newResource({ type, name, inputs, custom }) {
      const outputs = custom || type.startsWith("awsx:") ? made({ type, name, inputs }) : {};
      return { id: `${name}-id`, state: { ...inputs, ...outputs } };
    },
    call({ token }) {
      if (token === "aws:index/getPartition:getPartition") return { partition, id: partition };
      if (token.endsWith(":getOrganizationalUnitDescendantAccounts")) return { accounts: [], id: "none" };
      // The error that means "no detector" to the program; Pulumi reads it from this field of a gRPC error.
      if (token === "aws:guardduty/getDetector:getDetector") {
        throw Object.assign(new Error("empty result"), { details: "empty result" });
      }
      throw new Error(`there is no mock for ${token}, which the program reads`);
    },
  };
  await pulumi.runtime.setMocks(mocks, namespace, stack, preview);
  try {
    const run = () => pulumi.runtime.runInPulumiStack(() => resourcesOf(settings));
    await withoutStackTraces(() => withoutCode(run));
  } finally {
    await pulumi.runtime.disconnect();
  }
}
