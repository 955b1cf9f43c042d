import { arch } from "node:os";
import { type GoProgram, toolchain } from "../setup/go.ts";

/** Something that a recipe's Dockerfile copies, fetched by this machine's own package tools. */
export type Part =
  /** Debian with these packages: `rootfs.tar`, or the folder `rootfs` with nothing but the paths in `only`. */
  | { readonly kind: "debian"; readonly packages: readonly string[]; readonly only?: readonly string[] }
  /** A Go program under its own name. */
  | { readonly kind: "go"; readonly program: GoProgram }
  /** The folder `wheels`: what requirements.txt names, for that version of Python. */
  | { readonly kind: "wheels"; readonly python: string }
  /** An npm package, unpacked into the folder `name`. */
  | { readonly kind: "npm"; readonly name: string; readonly package: string };

/** How an image is built where no registry of images can be reached. */
export interface Recipe {
  /** The official image's name and tag, which the local build takes too. */
  readonly tag: string;
  /** Beside this file; has the Dockerfile and what it copies. */
  readonly folder: string;
  /** The tag of another recipe that the Dockerfile starts from. */
  readonly from?: string;
  readonly parts: readonly Part[];
  /** What is inside, said wherever it may be taken for the official image. */
  readonly holds: string;
  /** How long a build takes on two idle cores from nothing, in seconds. */
  readonly seconds: number;
}

/** In the order of building. The tags are those whose versions Debian 13 has, so that they say what is inside. */
export const recipes: readonly Recipe[] = [
  {
    tag: "python:3.13-slim",
    folder: "python",
    parts: [
      { kind: "debian", packages: ["python3", "python3-venv"] },
      { kind: "wheels", python: "3.13" },
    ],
    holds: "Debian 13 with its Python 3.13, and pip from PyPI",
    seconds: 40,
  },
  {
    tag: "pypiserver/pypiserver:v2.4.1",
    folder: "pypiserver",
    from: "python:3.13-slim",
    parts: [{ kind: "wheels", python: "3.13" }],
    holds: "pypiserver 2.4.1 from PyPI on the Python image",
    seconds: 8,
  },
  {
    tag: "registry:3",
    folder: "registry",
    parts: [
      {
        kind: "debian",
        packages: ["busybox-static"],
        only: ["bin", "usr/bin/busybox", "etc/passwd", "etc/group", "etc/ssl/certs/ca-certificates.crt"],
      },
      {
        kind: "go",
        program: {
          module: toolchain,
          main: "github.com/distribution/distribution/v3/cmd/registry",
          sources: [],
          variables: ["github.com/distribution/distribution/v3/version.version=v3.1.2"],
        },
      },
    ],
    holds: "distribution 3.1.2 from Go modules, with busybox",
    seconds: 30,
  },
  {
    tag: "nginx:1.26",
    folder: "nginx",
    parts: [{ kind: "debian", packages: ["nginx", "gettext-base", "curl"] }],
    holds: "Debian 13 with its nginx 1.26",
    seconds: 15,
  },
  {
    tag: "node:22-slim",
    folder: "node",
    parts: [
      { kind: "debian", packages: [] },
      { kind: "npm", name: "node", package: `node-linux-${arch()}@22.23.3` },
      { kind: "npm", name: "npm", package: "npm@10.9.9" },
    ],
    holds: "Node 22.23.3 and npm 10.9.9 from npm on Debian 13",
    seconds: 15,
  },
  {
    tag: "docker:26.1-cli",
    folder: "docker-cli",
    parts: [
      {
        kind: "debian",
        packages: [
          ...["docker-cli", "docker-buildx", "docker-compose", "git", "openssh-client"],
          ...["iptables", "iproute2", "kmod", "libseccomp2", "openssl", "pigz", "xz-utils"],
        ],
      },
    ],
    holds: "Debian 13 with its docker client 26.1, buildx, compose and git",
    seconds: 40,
  },
  {
    tag: "docker:26.1-dind",
    folder: "docker-dind",
    from: "docker:26.1-cli",
    parts: [
      {
        kind: "debian",
        packages: ["docker.io"],
        only: [
          ...["usr/sbin/dockerd", "usr/sbin/docker-proxy", "usr/bin/docker-init", "usr/bin/tini-static"],
          ...["usr/bin/containerd", "usr/bin/containerd-shim-runc-v2", "usr/sbin/runc", "usr/bin/runc"],
        ],
      },
    ],
    holds: "Debian 13's docker engine 26.1 on the client's image",
    seconds: 30,
  },
];
