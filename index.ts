import { program } from "./components/program";

// Pulumi takes a stack trace for each promise, and ts-node maps each to TypeScript. Set it to 10 to find where an error arose.
Error.stackTraceLimit = 0;

export = program;
