import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

/**
 * Two calls of a service that is not loaded yet; the second one comes while the first one still registers the routes, which
 * normally takes microseconds. Prints how many routes each call found.
 */
const script = `
import threading, time
from types import SimpleNamespace
from launcher import loading
from localemu.aws.handlers.service_plugin import ServiceLoader
from localemu.services.plugins import Service
loading.install()
routes, found = [], []
class Slow:
    def add_skeleton(self, skeleton):
        time.sleep(0.3)
        routes.append(skeleton)
manager = SimpleNamespace(exists=lambda name: True, require=lambda name: Service(name, skeleton=name))
loader = ServiceLoader(manager, Slow())
def call():
    loader.require_service(None, SimpleNamespace(service=SimpleNamespace(service_name="guardduty")), None)
    found.append(len(routes))
first, second = threading.Thread(target=call), threading.Thread(target=call)
first.start(); time.sleep(0.1); second.start(); first.join(); second.join()
print(found)
`;

describe("local AWS: services", () => {
  it("a call waits for the routes while its service is being loaded", async () => {
    const PYTHONPATH = path.join(__dirname, "..", "..", "..", "local", "aws");
    const env = { ...process.env, PYTHONPATH, PYTHONDONTWRITEBYTECODE: "1" };
    const { stdout } = await promisify(execFile)(process.env["FIREBREAK_PYTHON"]!, ["-c", script], { env });
    assert.equal(stdout.trim().split("\n").at(-1), "[1, 1]");
  });
});
