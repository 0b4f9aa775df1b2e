import type { Invoke } from "./invoke";

export const getRegion: Invoke = {
  args: ["name", "endpoint"],
  answer(args, aws) {
    if (args.endpoint) throw new Error("getRegion by endpoint is not known here: add it to invokes/getRegion.ts");
    const name = args.name ?? aws.region;
    return { id: name, name, region: name, description: name, endpoint: `ec2.${name}.amazonaws.com` };
  },
};
