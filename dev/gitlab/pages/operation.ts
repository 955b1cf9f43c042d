import { administrator } from "../http/access.ts";
import { allParams } from "../http/body.ts";
import { ApiError } from "../http/errors.ts";
import { identify } from "../http/identity.ts";
import { integer, oneOf, optional, readParams, text, withDefault } from "../http/params.ts";
import type { Plugin } from "../http/server.ts";

const faultParams = {
  kind: oneOf("latency", "429", "500", "drop"),
  path: withDefault(text(), ".*"),
  method: optional(text()),
  times: withDefault(integer(), 1),
  milliseconds: optional(integer()),
  retryAfter: optional(integer()),
};

/** Health checks, and faults for tests. */
export const operationPlugin: Plugin = (server, context) => {
  server.get("/-/health", (_request, reply) => reply.type("text/plain").send("GitLab OK"));
  server.get("/-/readiness", (_request, reply) => {
    context.store.users.count();
    return reply.send({ status: "ok", master_check: [{ status: "ok" }] });
  });
  if (!context.allowsFaults) return;
  server.all("/-/faults", async (request, reply) => {
    const all = await allParams(request, undefined);
    administrator({ identity: identify(context, request, all, {}) });
    if (request.method === "DELETE") context.faults.clear();
    else if (request.method === "POST") context.faults.add(checkedFault(all));
    return reply.send(context.faults.all());
  });
};

function checkedFault(all: Readonly<Record<string, unknown>>) {
  const fault = readParams(faultParams, all);
  try {
    RegExp(fault.path);
  } catch {
    throw new ApiError(400, { error: "path is invalid" });
  }
  return fault;
}
