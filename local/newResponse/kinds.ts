import { taggedTypes } from "../../runtime/resources";

/** The properties of a resource kind that a new response needs. */
export interface NewKind {
  kind: string;
  noun: string;
  /** Its names in AWS Config and Security Hub. */
  resourceTypes: [config: string, hub: string];
  /** An example id for a model. */
  example: string;
  /** The client and its package. */
  client: { key: string; name: string; from: string };
}

const clientNames: Record<string, string> = {
  ec2: "EC2",
  ecs: "ECS",
  eks: "EKS",
  lambda: "Lambda",
  rds: "RDS",
  s3: "S3",
};

/**
 * The kinds for new responses. Principals are left out, because findings identify them by several ids, and so are kinds that AWS Config
 * or Security Hub does not name.
 */
export const newKinds: NewKind[] = taggedTypes
  .filter(({ findingKind, names }) => findingKind === undefined && names.config.length > 0 && names.asff.length > 0)
  .map(({ kind, noun, example, names, tags }) => {
    const key = tags.clients[0]!;
    return {
      kind,
      noun,
      resourceTypes: [names.config[0]!, names.asff[0]!],
      example,
      client: { key, name: clientNames[key] ?? key, from: `@aws-sdk/client-${key}` },
    };
  });

/** The properties of one of these kinds. */
export const newKind = (kind: string): NewKind => newKinds.find((one) => one.kind === kind)!;
