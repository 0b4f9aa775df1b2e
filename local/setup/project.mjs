import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder. */
export const project = fileURLToPath(new URL("../..", import.meta.url));

/** The project's folder in the user's cache, for files that are slow to create and the same for every clone. */
export const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "firebreak");
