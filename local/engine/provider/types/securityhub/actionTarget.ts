import type { Kind } from "../../kind";
import { localCall } from "../../localCall";

const service = "securityhub";

export const actionTarget: Kind = {
  named: "name",
  inputs: { identifier: { replaces: true }, name: {}, description: {} },
  async create({ name: Name, description: Description, identifier: Id }, aws) {
    const body = { Name, Description, Id };
    return (await localCall({ service, method: "POST", path: "/actionTargets", body }, aws)).ActionTargetArn;
  },
  async read(id, aws) {
    const body = { ActionTargetArns: [id] };
    const answer = await localCall({ service, method: "POST", path: "/actionTargets/get", body }, aws);
    const found = answer.ActionTargets?.[0];
    if (!found) return undefined;
    const identifier = id.split("/").at(-1);
    return { inputs: { identifier, name: found.Name, description: found.Description }, outputs: { arn: id } };
  },
  update: (id, { name: Name, description: Description }, aws) =>
    localCall({ service, method: "PATCH", path: pathOf(id), body: { Name, Description } }, aws),
  delete: (id, aws) => localCall({ service, method: "DELETE", path: pathOf(id) }, aws),
};

const pathOf = (arn: string) => `/actionTargets/${encodeURIComponent(arn)}`;
