import { readFileSync } from "node:fs";
import path from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { fitsCall, type TemplatePart, templateParts } from "./documents/memberTemplate";
import { type MemberTemplate, readTemplate } from "./documents/readTemplate";
import { userError } from "./shared/userError";
import { TemplateBucket } from "./templateBucket";

export interface StackSetsArgs {
  organizationalUnits: string[];
  folder: string;
  parameters: Record<string, string>;
}

/** The security account is StackSets' delegated administrator: the management account need not run Pulumi. */
const callAs = "DELEGATED_ADMIN";

/**
 * How fast an operation spreads. An account that fails, for example because it has a recorder already, must not leave all
 * others without their roles; a fault of the template itself must not reach all of them
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html).
 */
const operationPreferences = {
  failureTolerancePercentage: 10,
  maxConcurrentPercentage: 25,
  regionConcurrencyType: "PARALLEL",
};

/** A template, how CloudFormation gets it, and where it is deployed. */
interface ToDeploy extends Omit<MemberTemplate, "body"> {
  source: { templateBody: string } | { templateUrl: pulumi.Input<string> };
  organizationalUnits: string[];
}

/** A StackSet, and the stacks that it has. */
interface Deployed {
  set: aws.cloudformation.StackSet;
  instances: pulumi.Resource;
}

/**
 * The two StackSets that deploy the templates of a member account into organizational units, with service-managed
 * permissions (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-enable-trusted-access.html).
 */
export class StackSets extends pulumi.ComponentResource {
  constructor(name: string, args: StackSetsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:StackSets", name, {}, opts);
    const { folder, parameters, organizationalUnits } = args;
    const templates = templateParts.map((part) => ({ part, template: templateIn(folder, part, parameters) }));
    const known = templates.flatMap(({ template }) => Object.keys(template.parameters));
    const unknown = Object.keys(parameters).filter((parameter) => !known.includes(parameter));
    if (unknown.length > 0) {
      throw userError(
        `stackSets.parameters has ${unknown.join(", ")}: the templates have ${known.join(", ") || "none"}`,
      );
    }
    const bucket = templates.every(({ template }) => fitsCall(template.body))
      ? undefined
      : new TemplateBucket("firebreak-templates", { parent: this });
    let earlier: Deployed | undefined;
    for (const { part, template } of templates) {
      const name = `firebreak-${part}`;
      const { body } = template;
      const source = bucket && !fitsCall(body) ? { templateUrl: bucket.put(name, body) } : { templateBody: body };
      earlier = this.deploy(name, { ...template, source, organizationalUnits }, earlier);
    }
    this.registerOutputs();
  }

  /** @param earlier what has to be in an account before, because its roles are used */
  private deploy(
    name: string,
    { source, regions, parameters, organizationalUnits }: ToDeploy,
    earlier: Deployed | undefined,
  ): Deployed {
    const set = new aws.cloudformation.StackSet(
      name,
      {
        name,
        description: "Firebreak in member accounts",
        permissionModel: "SERVICE_MANAGED",
        callAs,
        capabilities: ["CAPABILITY_NAMED_IAM"],
        ...source,
        parameters,
        managedExecution: { active: true },
        operationPreferences,
        autoDeployment: {
          enabled: true,
          // An account that moves from one unit to another gets a new stack, whose roles have the names of the retained.
          retainStacksOnAccountRemoval: false,
          ...(earlier && { dependsOnStackSets: [earlier.set.arn] }),
        },
      },
      { parent: this },
    );
    const instances = new aws.cloudformation.StackInstances(
      name,
      {
        stackSetName: set.name,
        callAs,
        regions,
        deploymentTargets: { organizationalUnitIds: organizationalUnits },
        operationPreferences: { ...operationPreferences, concurrencyMode: "SOFT_FAILURE_TOLERANCE" },
      },
      { parent: this, dependsOn: earlier ? [earlier.instances] : [] },
    );
    return { set, instances };
  }
}

function templateIn(folder: string, part: TemplatePart, parameters: Record<string, string>): MemberTemplate {
  const file = path.join(folder, `${part}.yaml`);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw userError(`stackSets needs ${file}, which firebreak fleet template writes`);
  }
  return readTemplate(text, part, file, parameters);
}
