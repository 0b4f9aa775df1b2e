import type * as pulumi from "@pulumi/pulumi";

/** Gives every role below a component the boundary, so that none can be forgotten: IAM refuses a role without it. */
export const withBoundary = (boundary: string | undefined): pulumi.ResourceTransformation[] =>
  boundary === undefined
    ? []
    : [
        ({ type, props, opts }) =>
          type === "aws:iam/role:Role" ? { props: { ...props, permissionsBoundary: boundary }, opts } : undefined,
      ];
