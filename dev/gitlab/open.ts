import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { createApp } from "./app.ts";
import { type Context, createEvents, type Log } from "./context.ts";
import { PushGate } from "./git/gate.ts";
import { Faults } from "./http/faults.ts";
import { followFirstBranches } from "./projects/first-branch.ts";
import { followTags } from "./releases/release.ts";
import { createSeal, keyOf } from "./secrets/seal.ts";
import { digest } from "./secrets/token.ts";
import { openStore } from "./store/store.ts";

export interface Settings {
  /** The folder of all data. */
  readonly folder: string;
  /** The administrator's token. */
  readonly rootToken: string;
  /** Opens `/-/faults`. */
  readonly allowsFaults: boolean;
  readonly log: Log;
}

/** A stand-in that is ready to listen. */
export interface GitLab {
  readonly server: FastifyInstance;
  readonly context: Context;
  readonly close: () => Promise<void>;
}

export async function openGitLab({ folder, rootToken, allowsFaults, log }: Settings): Promise<GitLab> {
  if (rootToken.length < 20) throw new Error("the root token has less than 20 letters; write a longer one");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const context: Context = {
    seal: createSeal(keyOf(join(folder, "key"), rootToken)),
    store: openStore(folder),
    events: createEvents(),
    folder,
    gate: await PushGate.open(),
    faults: new Faults(),
    allowsFaults,
    log,
    now: () => new Date(),
  };
  context.events.on("error", (error: unknown) => log(`event failed: ${(error as Error).stack}`));
  followFirstBranches(context);
  followTags(context);
  ensureRoot(context, rootToken);
  const server = await createApp(context);
  const close = async () => {
    server.server.closeAllConnections();
    await server.close();
    await context.gate.close();
    context.store.close();
  };
  return { server, context, close };
}

/** The first user, an administrator, whose token is always the one of the settings. */
function ensureRoot({ store, now }: Context, rootToken: string): void {
  const created_at = now().toISOString();
  store.transaction(() => {
    const root =
      store.users.first({ username: "root" }) ??
      store.users.insert({
        username: "root",
        name: "Administrator",
        email: "admin@example.com",
        state: "active",
        is_admin: true,
        bot: false,
        created_at,
      });
    const name = "root token of the settings";
    const before = store.tokens.first({ user_id: root.id, name, revoked: false });
    if (before?.digest === digest(rootToken)) return;
    if (before) store.tokens.remove(before.id);
    store.tokens.insert({
      kind: "personal",
      digest: digest(rootToken),
      user_id: root.id,
      project_id: null,
      group_id: null,
      job_id: null,
      name,
      description: null,
      username: null,
      scopes: ["api", "read_repository", "write_repository", "create_runner", "manage_runner", "sudo"],
      access_level: 60,
      revoked: false,
      created_at,
      last_used_at: null,
      expires_at: null,
    });
  });
}
