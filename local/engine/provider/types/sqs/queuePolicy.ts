import { queueAttribute } from "./attributes";

export const queuePolicy = queueAttribute("policy", "Policy");
