import * as pulumi from "@pulumi/pulumi";
import { type RegistryServer, registryFiles } from "../lib/plan/index.ts";
import type { ServerLogin } from "../lib/resources/login.ts";
import { fileReaders } from "../lib/resources/server-file-access.ts";
import { htpasswdLine } from "../lib/servers/htpasswd.ts";
import type { Host } from "./Host.ts";
import { HostStack } from "./HostStack.ts";
import { type Certificate, SelfSignedCertificate } from "./SelfSignedCertificate.ts";

export interface ContainerRegistryArgs {
  readonly host: Host;
  readonly server: RegistryServer;
  /** The address that clients use, as `host[:port]`. */
  readonly address: string;
  /** Who may pull, push and delete. */
  readonly login: ServerLogin;
}

/** A private container registry: the reference registry with a login, deletion enabled, a volume, optional TLS. */
export class ContainerRegistry extends pulumi.ComponentResource {
  /** The authority that engines must trust. Undefined without TLS and with a public certificate. */
  readonly ca: pulumi.Output<string> | undefined;
  /** Becomes known when the registry answers. */
  readonly ready: pulumi.Output<unknown>;

  constructor(name: string, args: ContainerRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:ContainerRegistry", name, {}, opts);
    const { host, server, login } = args;
    const { plan, ready } = server;
    const logins = login.password.apply((password) => htpasswdLine(plan.project, login.user, password));
    const certificate = this.#certificate(name, args);
    const files = [
      { file: registryFiles.htpasswd, content: logins, reader: fileReaders.root },
      ...(certificate
        ? [
            { file: registryFiles.certificate, content: certificate.certificate },
            { file: registryFiles.key, content: certificate.key, reader: fileReaders.root },
          ]
        : []),
    ];
    const stack = new HostStack(name, { host, plan, ready, uploads: { registry: files } }, { parent: this });
    this.ready = stack.services;
    this.ca = certificate?.ca;
    this.registerOutputs({ ca: this.ca });
  }

  #certificate(name: string, { server: { tls }, address }: ContainerRegistryArgs): Certificate | undefined {
    if (tls === "off") return undefined;
    if (tls === "self-signed") return new SelfSignedCertificate(name, { address }, { parent: this });
    return {
      certificate: pulumi.output(tls.certificate),
      key: pulumi.secret(tls.key),
      ca: tls.ca === undefined ? undefined : pulumi.output(tls.ca),
    };
  }
}
