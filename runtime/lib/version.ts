/** The version of Firebreak, as package.json says it; in a function it is that of the deployment, as a captured value. */
export const version: string = require("../../package.json").version;
