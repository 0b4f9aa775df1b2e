/** The version of Firebreak from package.json; in a function it is the deployed version, as a captured value. */
export const version: string = require("../../package.json").version;
