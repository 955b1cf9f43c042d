import type { Program } from "../setup/program.ts";

/** An API server of Kubernetes, and what it keeps its objects in. */
export const etcd: Program = {
  name: "etcd",
  module: "dev/toolchain/tests/kubernetes",
  main: "go.etcd.io/etcd/server/v3",
  sources: [],
  variables: [],
  seconds: 20,
};

export const apiServer: Program = {
  name: "kube-apiserver",
  module: "dev/toolchain/tests/kubernetes",
  main: "k8s.io/kubernetes/cmd/kube-apiserver",
  sources: [],
  variables: ["k8s.io/component-base/version.gitVersion=v1.33.1"],
  seconds: 165,
};

/** Waits until it is stopped: the one service of stacks that need no more. */
export const pause: Program = {
  name: "pause",
  module: "dev/toolchain/tests/pause",
  main: "smallboat/dev/toolchain/tests/pause",
  sources: ["."],
  variables: [],
  seconds: 5,
};
