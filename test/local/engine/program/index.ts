import * as pulumi from "@pulumi/pulumi";

module.exports = require(`./cases/${new pulumi.Config().require("case")}`);
