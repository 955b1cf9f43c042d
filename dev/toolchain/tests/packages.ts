import { asRoot } from "../images/debian.ts";
import { onPath } from "../setup/files.ts";
import type { Step } from "../setup/step.ts";

/** Programs that machines of the tests are made with, and Debian's packages of them. */
const packages: Readonly<Record<string, string>> = {
  sshd: "openssh-server",
  ssh: "openssh-client",
  ip: "iproute2",
  openssl: "openssl",
};

const folders = "/usr/sbin:/usr/bin:/sbin:/bin";
const missing = () => Object.keys(packages).filter((program) => !onPath(program, folders));

/** What hosts over ssh are made of. */
export const sshHostsStep: Step = {
  name: "sshd and network tools",
  seconds: 15,
  done: () => missing().length === 0,
  run: async (activity) => {
    const wanted = missing().map((program) => packages[program] as string);
    if (!onPath("apt-get")) {
      throw new Error(`${missing().join(", ")} missing, and no apt-get to install them with: install them`);
    }
    await asRoot("apt-get", ["update"], activity);
    // In run level 1 a service is installed, but not started.
    const apt = ["DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "install", "--yes"];
    await asRoot("env", [...apt, "--no-install-recommends", ...wanted], activity);
  },
};
