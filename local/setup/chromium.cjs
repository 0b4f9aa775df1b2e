const { execFileSync } = require("node:child_process");

/** Names under which Chromium or Chrome is on the PATH. */
const names = ["chromium", "chromium-browser", "google-chrome"];

/**
 * Where there is a Chromium: FIREBREAK_CHROMIUM, or one on the PATH.
 *
 * @returns {string | undefined}
 */
exports.findChromium = () => process.env.FIREBREAK_CHROMIUM || names.map(onPath).find((file) => file !== undefined);

function onPath(name) {
  try {
    return execFileSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}
