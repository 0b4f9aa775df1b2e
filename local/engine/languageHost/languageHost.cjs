// The engine's language host for Node.js programs: it starts `@pulumi/pulumi/cmd/run` and reports how that ended. It
// replaces the one in Pulumi's releases, which is in no package registry. Protocol: proto/pulumi/language.proto of
// https://github.com/pulumi/pulumi
const { spawn } = require("node:child_process");
const { Server, ServerCredentials, status } = require("@grpc/grpc-js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");
const language = require("@pulumi/pulumi/proto/language_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");

/** cmd/run exits with this code after it has printed the error. */
const alreadyReported = 32;
/** The address of the engine is the last argument that is not a flag. */
const engine = process.argv.filter((argument) => !argument.startsWith("-")).at(-1);
const programs = new Set();

/** Runs the program once, for a preview or an update. */
function run(request) {
  const info = request.getInfo();
  const options = info.getOptions()?.toJavaScript() ?? {};
  const directory = info.getProgramDirectory();
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    "root-directory": info.getRootDirectory(),
    pwd: request.getPwd(),
    parallel: request.getParallel(),
  };
  const args = [
    ...(options.nodeargs ? options.nodeargs.split(" ") : []),
    require.resolve("@pulumi/pulumi/cmd/run", { paths: [directory] }),
    ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info.getEntryPoint(),
    ...request.getArgsList(),
  ];
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toObject())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options.typescript ?? true),
    ...(options.tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
  };
  return new Promise((resolve, reject) => {
    const program = spawn(process.execPath, args, {
      cwd: request.getPwd(),
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    programs.add(program);
    program.on("error", reject);
    program.on("close", (code, signal) => {
      programs.delete(program);
      const response = new language.RunResponse();
      if (code === alreadyReported) response.setBail(true);
      else if (code !== 0) response.setError(`the program ended with ${signal ?? `exit code ${code}`}`);
      resolve(response);
    });
  });
}

/** Answers by name of the call. Other calls are refused as unimplemented, which the engine expects for some. */
const answers = {
  run,
  handshake: () => new language.LanguageHandshakeResponse(),
  // The engine finds its plugins itself and downloads nothing.
  getRequiredPackages: () => new language.GetRequiredPackagesResponse(),
  getPluginInfo: () => {
    const info = new PluginInfo();
    info.setVersion(require("@pulumi/pulumi/package.json").version);
    return info;
  },
  cancel: () => {
    for (const program of programs) program.kill("SIGTERM");
    return new Empty();
  },
};

function handler(name) {
  return (call, callback) => {
    const answer = answers[name];
    if (!answer) {
      const refusal = { code: status.UNIMPLEMENTED, details: `this language host does not answer ${name}` };
      // Streams have no callback.
      return callback ? callback(refusal) : call.emit("error", refusal);
    }
    return Promise.resolve()
      .then(() => answer(call.request))
      .then(
        (response) => callback(null, response),
        (error) => callback({ code: status.UNKNOWN, details: error.message }),
      );
  };
}

const server = new Server();
const handlers = Object.keys(LanguageRuntimeService).map((name) => [name, handler(name)]);
server.addService(LanguageRuntimeService, Object.fromEntries(handlers));
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // The engine reads the port from the first line.
  console.log(port);
});
