import { join, relative } from "node:path";
import { type ContainerBuilder, copied, type Handlers, limited, refused } from "./container-builder.ts";

/** Handlers of capabilities, privileges and security options. */
export const securityHandlers: Handlers<
  | "privileged"
  | "cap_add"
  | "cap_drop"
  | "security_opt"
  | "sysctls"
  | "userns_mode"
  | "cgroup"
  | "cgroup_parent"
  | "device_cgroup_rules"
  | "uts"
  | "isolation"
  | "credential_spec"
  | "oom_kill_disable"
  | "oom_score_adj"
  | "use_api_socket"
> = {
  privileged: copied("privileged"),
  cap_add: (names, { fields }) => {
    fields.capabilities = { ...fields.capabilities, adds: names.map(capability).sort() };
  },
  cap_drop: (names, { fields }) => {
    fields.capabilities = { ...fields.capabilities, drops: names.map(capability).sort() };
  },
  security_opt: limited("A seccomp profile is a JSON file in the repository.", (options, subject) => {
    const written = options.map((option) => securityOption(option, subject));
    const { privileged, pid, ipc } = subject.service;
    // The engine adds this option itself, but only to a list that is not empty.
    const unconfined = privileged || pid === "host" || ipc === "host";
    subject.fields.securityOpts = [...new Set([...written, ...(unconfined ? ["label=disable"] : [])])];
  }),
  sysctls: copied("sysctls"),
  userns_mode: copied("usernsMode"),
  cgroup: copied("cgroupnsMode"),
  cgroup_parent: copied("cgroupParent"),
  device_cgroup_rules: copied("deviceCgroupRules"),
  uts: refused("uts", "remove it"),
  isolation: refused("isolation", "remove it: it is for Windows"),
  credential_spec: refused("credential_spec", "remove it: it is for Windows"),
  oom_kill_disable: refused("oom_kill_disable", "remove it, or set a memory limit"),
  oom_score_adj: refused("oom_score_adj", "remove it"),
  use_api_socket: refused("use_api_socket", "bind /var/run/docker.sock"),
};

/** The kernel's name of a capability, which the engine shows. */
function capability(name: string): string {
  const upper = name.toUpperCase();
  return upper === "ALL" || upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
}

/** A security option. A seccomp profile is replaced by its content as compact JSON. */
function securityOption(option: string, subject: ContainerBuilder): string {
  const [key, value] = option.split(/[=:](.*)/);
  // The provider expands it to the two lists of paths that it means.
  if (option === "systempaths=unconfined") subject.unreadable.add("securityOpts");
  if (key !== "seccomp" || !value || value === "unconfined" || value === "builtin") return option;
  const { stack } = subject;
  const path = value.startsWith("/") ? value : join(stack.source.dir, value);
  const { repository } = stack.source;
  if (!value.startsWith("/") && repository !== undefined && relative(repository, path).startsWith("..")) {
    subject.refuse("security_opt", `${value} outside the repository`, "move it into the repository");
    return option;
  }
  if (stack.files.kind(path) !== "file") {
    subject.refuse("security_opt", `no file ${value}`, "create the profile or correct the path");
    return option;
  }
  try {
    return `seccomp=${JSON.stringify(JSON.parse(new TextDecoder().decode(stack.files.read(path))))}`;
  } catch {
    subject.refuse("security_opt", `${value}, which is not JSON`, "mend the profile");
    return option;
  }
}
