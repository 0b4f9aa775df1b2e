import { queueAttribute } from "./attributes";

export const redriveAllowPolicy = queueAttribute("redriveAllowPolicy", "RedriveAllowPolicy");
