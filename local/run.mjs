// Runs the project's tasks in a fresh clone: node local/run.mjs <task> [arguments for the task]
import { runTask } from "./setup/tasks.mjs";

process.exitCode = await runTask(process.argv[2], process.argv.slice(3));
