import assert from "node:assert/strict";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";

describe("block-principal", () => {
  it("F37 M12: answers the renamed type in all three spellings, and the types for Lambda and ECS", () => {
    for (const name of [
      "InstanceCredentialExfiltration",
      "InstanceCredentialExfiltration.InsideAWS",
      "InstanceCredentialExfiltration.OutsideAWS",
      "ResourceCredentialExfiltration.InsideAWS",
      "ResourceCredentialExfiltration.OutsideAWS",
    ]) {
      assert.ok(blockPrincipal.findingTypes.includes(`UnauthorizedAccess:IAMUser/${name}`), name);
    }
    assert.deepEqual(blockPrincipal.findingTypes, [...new Set(blockPrincipal.findingTypes)]);
  });

  it("F30: has a custom action that Security Hub accepts", () => {
    const { id, name } = blockPrincipal.customAction!;
    assert.match(id, /^[A-Za-z0-9]{1,20}$/);
    assert.equal(name, "Block IAM Principal");
    assert.ok(name.length <= 20);
  });
});
