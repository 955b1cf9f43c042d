import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RefUpdate } from "./refs.ts";

/** A hook's message to the server about a push. */
export interface HookCall {
  readonly push: string;
  readonly stage: "pre-receive" | "post-receive";
  readonly updates: readonly RefUpdate[];
  /** Git's folder for the objects of a push that is not accepted yet. */
  readonly quarantine: Readonly<Record<string, string>>;
  readonly options: readonly string[];
}

/** The server's answer to a hook. */
export interface HookAnswer {
  readonly isAccepted: boolean;
  /** Lines for the user. */
  readonly lines: readonly string[];
}

/** The two checks of a push. */
export interface PushHandler {
  /** Before any ref changes. @returns why the push is refused; undefined if it is accepted */
  check(call: HookCall): Promise<string | undefined>;
  /** After refs have changed. @returns lines for the user */
  received(call: HookCall): Promise<readonly string[]>;
}

const hooks = join(import.meta.dirname, "hooks");

/**
 * The socket at which git's hooks ask the server. No push can bypass it. Git refuses a push if its hook
 * fails, and a hook fails without a server, or with a server that does not know the push, such as a restarted
 * one.
 */
export class PushGate {
  readonly #pushes = new Map<string, PushHandler>();
  readonly #folder: string;
  readonly #server = createServer({ allowHalfOpen: true }, (socket) => void this.#serve(socket));

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<PushGate> {
    const gate = new PushGate(await mkdtemp(join(tmpdir(), "push-")));
    await new Promise<void>((resolve, reject) => {
      gate.#server.once("error", reject).listen(gate.#socket, resolve);
    });
    await chmod(gate.#socket, 0o600);
    return gate;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Lets a push through while `work` runs. */
  async during<T>(
    handler: PushHandler,
    work: (admission: { variables: Record<string, string>; hooks: string }) => Promise<T>,
  ): Promise<T> {
    const push = randomUUID();
    this.#pushes.set(push, handler);
    const program = join(hooks, "hook.ts");
    const variables = {
      STANDIN_PUSH: push,
      STANDIN_SOCKET: this.#socket,
      STANDIN_NODE: process.execPath,
      STANDIN_HOOK: program,
    };
    try {
      return await work({ variables, hooks });
    } finally {
      this.#pushes.delete(push);
    }
  }

  get #socket(): string {
    return join(this.#folder, "socket");
  }

  async #serve(socket: Socket): Promise<void> {
    socket.on("error", () => {});
    const call = JSON.parse(await received(socket)) as HookCall;
    socket.end(JSON.stringify(await this.#answer(call)));
  }

  async #answer(call: HookCall): Promise<HookAnswer> {
    const handler = this.#pushes.get(call.push);
    if (!handler) return { isAccepted: false, lines: ["GitLab: The push is not known."] };
    try {
      if (call.stage === "post-receive") return { isAccepted: true, lines: await handler.received(call) };
      const refused = await handler.check(call);
      return {
        isAccepted: refused === undefined,
        lines: refused === undefined ? [] : [`GitLab: ${refused}`],
      };
    } catch (error) {
      console.error(error);
      return { isAccepted: false, lines: ["GitLab: Internal API error (500)."] };
    }
  }
}

/**
 * Everything that the other side sends. A stream's iterator is not used, since in Node 22 it also closes the
 * socket for writing.
 */
function received(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let content = "";
    socket.setEncoding("utf8").on("data", (part: string) => {
      content += part;
    });
    socket.once("end", () => resolve(content)).once("error", reject);
  });
}
