import { connect, type Engine } from "../../lib/docker/client.ts";
import { SshHosts } from "../live/support/ssh-hosts.ts";

/** A Docker engine, and how contenders get to it. */
export interface Place {
  /** To look at it and to clear up, past what contenders go through. */
  readonly engine: Engine;
  /** What contenders are told. */
  readonly address: string;
  /** Variables of their programs, besides those of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export function here(engine: Engine): Place {
  return { engine, address: engine.address, env: {}, close: async () => {} };
}

/** A machine of its own as far as Docker and ssh can tell, whose sshd has the default limits. Needs root. */
export async function overSsh(): Promise<Place> {
  const hosts = new SshHosts();
  const [host] = await hosts.start("boat").catch(async (error: unknown) => {
    await hosts.stop();
    throw error;
  });
  if (!host) throw new Error("no ssh host");
  return {
    engine: connect(`unix://${host.file("docker.sock")}`),
    address: `ssh://${host.name}`,
    env: { PATH: hosts.path },
    close: () => hosts.stop(),
  };
}
