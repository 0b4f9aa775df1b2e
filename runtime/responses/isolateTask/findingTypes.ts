import { taskTypes } from "../../findings/runtimeTypes";

/** The types that report a compromised task. Those about files and runtime count only if their resource is a task. */
export const findingTypes = taskTypes;
