import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Directory, directoryParameter } from "./documents/directoryContent";

/** The content of the directory; parts of it are known only after their deployment. */
export type DirectoryArgs = { [Key in keyof Directory]: pulumi.Input<Directory[Key]> };

/** The parameter with all names and ARNs, so that the command line needs one permission and no settings. */
export class DirectoryParameter extends pulumi.ComponentResource {
  readonly parameter: aws.ssm.Parameter;

  constructor(name: string, args: DirectoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:Directory", name, {}, opts);
    this.parameter = new aws.ssm.Parameter(
      name,
      {
        name: directoryParameter,
        description: "Firebreak: names of its journal, functions and queues",
        type: "String",
        // With many responses, the content exceeds the 4 KB of a standard parameter.
        tier: "Intelligent-Tiering",
        // It contains no secrets, and a preview should show changes.
        insecureValue: pulumi.jsonStringify(args),
      },
      { parent: this },
    );
    this.registerOutputs({ name: this.parameter.name });
  }
}
