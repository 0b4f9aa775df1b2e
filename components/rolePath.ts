import type * as pulumi from "@pulumi/pulumi";

/**
 * Gives every role below a component the path, so that none can be forgotten. IAM cannot change a role's path, so a new
 * path replaces the role. The old role is deleted first, because its name is taken as long as it exists.
 */
export const withPath = (path: string): pulumi.ResourceTransformation[] =>
  path === "/"
    ? []
    : [
        ({ type, props, opts }) =>
          type === "aws:iam/role:Role"
            ? { props: { ...props, path }, opts: { ...opts, deleteBeforeReplace: true } }
            : undefined,
      ];
