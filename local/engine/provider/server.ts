import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { differences } from "./compare";
import { fileOf } from "./inputs";
import { invoke } from "./invokes";
import type { Kind } from "./kind";
import type { Properties } from "./properties";
import * as resources from "./resources";
import { Session } from "./session";
import { settingProblems, settingsFrom } from "./settings";
import { kinds } from "./types";
import { fromWire, toWire } from "./wire";

/** Version of @pulumi/aws that this provider stands in for; it is set when the provider is bundled. */
declare const AWS_PACKAGE_VERSION: string;

/** The engine starts one process for every provider resource, so there is one session. */
let session = new Session(settingsFrom({}));

const typeOf = (urn: string) => urn.split("::")[2]!.split("$").at(-1)!;
const nameOf = (urn: string) => urn.split("::").slice(3).join("::");

function kindOf(urn: string): Kind {
  const type = typeOf(urn);
  const load = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!load)
    throw new Error(`the local provider does not know ${type}: add ${fileOf(type)} and name it in types/index.ts`);
  return load();
}

/** Answers by name of the call. Other calls are refused as unimplemented, which the engine expects for some. */
const answers: Record<string, (request: any) => unknown> = {
  attach: () => new Empty(),
  cancel: () => new Empty(),
  getPluginInfo() {
    const info = new plugin.PluginInfo();
    info.setVersion(AWS_PACKAGE_VERSION);
    return info;
  },
  getSchema() {
    const response = new messages.GetSchemaResponse();
    response.setSchema(JSON.stringify({ name: "aws", version: AWS_PACKAGE_VERSION }));
    return response;
  },
  checkConfig(request: messages.CheckRequest) {
    const response = new messages.CheckResponse();
    response.setInputs(request.getNews());
    response.setFailuresList(settingProblems(fromWire(request.getNews())).map(failure));
    return response;
  },
  diffConfig(request: messages.DiffRequest) {
    const changed = differences({}, fromWire(request.getOldInputs()), fromWire(request.getNews()));
    return diffResponse(
      { changed: changed.filter((key) => key !== "version"), replaces: [], deleteFirst: false },
      {},
      {},
    );
  },
  async configure(request: messages.ConfigureRequest) {
    const given = fromWire(request.getArgs());
    const problem = settingProblems(given)[0];
    if (problem) throw new Error(problem.reason);
    session = new Session(settingsFrom(given));
    await session.checkAccount();
    const response = new messages.ConfigureResponse();
    // Because the provider supports neither secrets nor resource references, the engine sends plain values.
    response.setSupportspreview(true);
    return response;
  },
  async check(request: messages.CheckRequest) {
    const urn = request.getUrn();
    const [olds, news] = [fromWire(request.getOlds()), fromWire(request.getNews())];
    const kind = kindOf(urn);
    const checked = resources.check(kind, typeOf(urn), nameOf(urn), olds, news, request.getRandomseed_asU8(), session);
    const response = new messages.CheckResponse();
    response.setInputs(toWire(checked.inputs));
    response.setFailuresList(checked.problems.map(failure));
    return response;
  },
  async diff(request: messages.DiffRequest) {
    const [olds, news] = [fromWire(request.getOldInputs()), fromWire(request.getNews())];
    return diffResponse(resources.difference(kindOf(request.getUrn()), olds, news), olds, news);
  },
  async create(request: messages.CreateRequest) {
    const inputs = fromWire(request.getProperties());
    const response = new messages.CreateResponse();
    if (request.getPreview()) {
      // Missing properties are unknown to the program.
      response.setProperties(toWire(withoutInternal(inputs)));
      return response;
    }
    const made = await resources.create(kindOf(request.getUrn()), inputs, session);
    response.setId(made.id);
    response.setProperties(toWire(made.properties));
    return response;
  },
  async read(request: messages.ReadRequest) {
    const [inputs, properties] = [fromWire(request.getInputs()), fromWire(request.getProperties())];
    const known = { id: request.getId(), inputs, properties };
    const found = await resources.read(kindOf(request.getUrn()), known, session);
    const response = new messages.ReadResponse();
    // An answer without an id means that the resource no longer exists.
    if (!found) return response;
    response.setId(found.id);
    response.setInputs(toWire(found.inputs));
    response.setProperties(toWire(found.properties));
    return response;
  },
  async update(request: messages.UpdateRequest) {
    const [properties, news] = [fromWire(request.getOlds()), fromWire(request.getNews())];
    const response = new messages.UpdateResponse();
    if (request.getPreview()) {
      response.setProperties(toWire({ ...properties, ...withoutInternal(news) }));
      return response;
    }
    const olds = { id: request.getId(), inputs: fromWire(request.getOldInputs()), properties };
    const updated = await resources.update(kindOf(request.getUrn()), olds.id, olds, news, session);
    response.setProperties(toWire(updated));
    return response;
  },
  async delete(request: messages.DeleteRequest) {
    await resources.remove(kindOf(request.getUrn()), request.getId(), fromWire(request.getProperties()), session);
    return new Empty();
  },
  async invoke(request: messages.InvokeRequest) {
    const response = new messages.InvokeResponse();
    response.setReturn(toWire(await invoke(request.getTok(), fromWire(request.getArgs()), session)));
    return response;
  },
};

function failure({ property, reason }: { property: string; reason: string }): messages.CheckFailure {
  const result = new messages.CheckFailure();
  result.setProperty(property);
  result.setReason(reason);
  return result;
}

function diffResponse(difference: resources.Difference, olds: Properties, news: Properties): messages.DiffResponse {
  const { changed, replaces, deleteFirst } = difference;
  const response = new messages.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList(changed);
  response.setReplacesList(replaces);
  response.setDeletebeforereplace(deleteFirst);
  response.setHasdetaileddiff(true);
  for (const key of changed) {
    const action = !(key in olds) ? "ADD" : !(key in news) ? "DELETE" : "UPDATE";
    const detail = new messages.PropertyDiff();
    detail.setKind(messages.PropertyDiff.Kind[replaces.includes(key) ? (`${action}_REPLACE` as const) : action]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(key, detail);
  }
  return response;
}

function withoutInternal(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
}

type Call = ServerUnaryCall<any, any>;

/** Turns an answer into a gRPC handler. Errors become text that names the resource. */
function handler(name: string) {
  return async (call: Call, callback?: sendUnaryData<any>) => {
    const answer = answers[name];
    if (!answer) {
      const refusal = { code: status.UNIMPLEMENTED, details: `the local provider does not answer ${name}` };
      // Streams have no callback.
      return callback ? callback(refusal) : call.emit("error", refusal);
    }
    try {
      callback?.(null, await answer(call.request));
    } catch (error) {
      callback?.({ code: status.UNKNOWN, details: describe(error as Error, name, call.request.getUrn?.()) });
    }
  };
}

function describe(error: Error, call: string, urn?: string): string {
  const text = error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
  return urn ? `${text} (${call} of ${typeOf(urn)} "${nameOf(urn)}")` : text;
}

const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
const handlers = Object.fromEntries(Object.keys(ResourceProviderService).map((name) => [name, handler(name)]));
server.addService(ResourceProviderService as any, handlers as any);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // The engine reads the port from the first line.
  console.log(port);
});
