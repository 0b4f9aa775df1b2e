import * as aws from "@pulumi/aws";

/** One queue, to be changed from outside. */
const queue = new aws.sqs.Queue("queue", { visibilityTimeoutSeconds: 60, tags: { owner: "program" } });

export const url = queue.url;
