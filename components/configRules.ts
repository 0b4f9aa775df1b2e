import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { managedRules } from "./shared/managedRules";

export interface ConfigRulesArgs {
  /** Identifiers from `managedRules`. */
  rules: string[];
  regions: string[];
  /** ARN of the key that must encrypt volumes and databases; any key if it is left out. */
  kmsKeyArn?: string | undefined;
}

/**
 * The managed rules of an account in each Region. They need a recorder:
 * https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html
 */
export class ConfigRules extends pulumi.ComponentResource {
  constructor(name: string, args: ConfigRulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:ConfigRules", name, {}, opts);
    for (const region of args.regions) {
      for (const identifier of args.rules) this.rule(identifier, region, args.kmsKeyArn);
    }
    this.registerOutputs();
  }

  private rule(identifier: string, region: string, kmsKeyArn: string | undefined): void {
    const { description, resourceType, keyParameter } = managedRules[identifier]!;
    new aws.cfg.Rule(
      `${identifier}-${region}`,
      {
        name: identifier,
        description,
        source: { owner: "AWS", sourceIdentifier: identifier },
        scope: { complianceResourceTypes: [resourceType] },
        ...(keyParameter && kmsKeyArn && { inputParameters: JSON.stringify({ [keyParameter]: kmsKeyArn }) }),
        region,
      },
      { parent: this },
    );
  }
}
