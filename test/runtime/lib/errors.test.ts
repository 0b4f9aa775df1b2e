import assert from "node:assert/strict";
import { isOutage, isPatient } from "../../../runtime/lib/errors";

const named = (name: string) => Object.assign(new Error(name), { name });

describe("errors of AWS and of clusters", () => {
  it("X16: those of a service that is down do not count as an attempt, whatever the service calls them", () => {
    const down = ["InternalError", "InternalFailure", "ServerException", "ServiceFailure", "ServiceUnavailable"];
    for (const name of [...down, "ClusterUnavailable", "TimeoutError"]) assert.ok(isOutage(named(name)), name);
    for (const name of down) assert.ok(isPatient(named(name)), name);
    for (const name of ["AccessDenied", "InvalidParameterException", "ResourceNotFoundException"])
      assert.ok(!isPatient(named(name)), name);
  });
});
