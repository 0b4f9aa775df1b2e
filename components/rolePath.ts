import type * as pulumi from "@pulumi/pulumi";

/**
 * Gives every role below a component the path, so that none can be forgotten. IAM cannot change the path of a role, and its name is
 * taken as long as it is there, so a new path replaces it, the old role first.
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
