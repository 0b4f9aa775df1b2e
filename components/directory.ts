import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Directory, directoryParameter } from "./documents/directoryContent";

/** What the directory says; parts of it are known only when they are made. */
export type DirectoryArgs = { [Key in keyof Directory]: pulumi.Input<Directory[Key]> };

/** Writes down where everything is, so that the tools for people need one permission to find it and no settings. */
export class DirectoryParameter extends pulumi.ComponentResource {
  readonly parameter: aws.ssm.Parameter;

  constructor(name: string, args: DirectoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:Directory", name, {}, opts);
    this.parameter = new aws.ssm.Parameter(
      name,
      {
        name: directoryParameter,
        description: "Firebreak: where its journal, functions and queues are",
        type: "String",
        // Many responses need more than the 4 KB of a standard parameter.
        tier: "Intelligent-Tiering",
        // Nothing of it is secret, and a preview should show what changes.
        insecureValue: pulumi.jsonStringify(args),
      },
      { parent: this },
    );
    this.registerOutputs({ name: this.parameter.name });
  }
}
