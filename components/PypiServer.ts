import * as pulumi from "@pulumi/pulumi";
import { pypiHtpasswd, type Server } from "../lib/plan/index.ts";
import type { ServerLogin } from "../lib/resources/login.ts";
import { fileReaders } from "../lib/resources/server-file-access.ts";
import { htpasswdLine } from "../lib/servers/htpasswd.ts";
import type { Host } from "./Host.ts";
import { HostStack } from "./HostStack.ts";

export interface PypiServerArgs {
  readonly host: Host;
  readonly server: Server;
  /** Needed to upload and delete, and to download if the settings say so. */
  readonly login: ServerLogin;
}

/** A private PyPI server (pypiserver) with a login and a volume. A published version is never overwritten. */
export class PypiServer extends pulumi.ComponentResource {
  constructor(name: string, args: PypiServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:PypiServer", name, {}, opts);
    const { host, server, login } = args;
    const { plan, ready } = server;
    const logins = login.password.apply((password) => htpasswdLine(plan.project, login.user, password));
    const uploads = { pypi: [{ file: pypiHtpasswd, content: logins, reader: fileReaders.pypiserver }] };
    new HostStack(name, { host, plan, ready, uploads }, { parent: this });
    this.registerOutputs({});
  }
}
