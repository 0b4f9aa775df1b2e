import { targetTypes } from "../../runtime/resources";

/** What a new response needs to know of the kind of resources that it acts on. */
export interface NewKind {
  kind: string;
  noun: string;
  /** As AWS Config and Security Hub name it. */
  resourceTypes: [config: string, hub: string];
  /** An id that a model may have. */
  example: string;
  /** The client, and the package that it comes from. */
  client: { key: string; name: string; from: string };
}

const clientNames: Record<string, string> = { ec2: "EC2", rds: "RDS", s3: "S3" };

/** The kinds that a response may be made for; principals are known by several ids at once and need more than this. */
export const newKinds: NewKind[] = targetTypes
  .filter(({ findingKind }) => findingKind === undefined)
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

/** What is known of one of them. */
export const newKind = (kind: string): NewKind => newKinds.find((one) => one.kind === kind)!;
