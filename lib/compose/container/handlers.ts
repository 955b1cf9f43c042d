import type { Service } from "../model.ts";
import type { Support } from "../support.ts";
import {
  type ContainerBuilder,
  type Handler,
  type Handlers,
  limited,
  readElsewhere,
  refused,
  supportOf,
  withoutEffect,
} from "./container-builder.ts";
import { fileHandlers } from "./files.ts";
import { lifecycleHandlers } from "./lifecycle.ts";
import { networkingHandlers } from "./networking.ts";
import { processHandlers } from "./process.ts";
import { resourceHandlers } from "./resources.ts";
import { securityHandlers } from "./security.ts";
import { storageHandlers } from "./storage.ts";

/** The handler of every key of a service. A key without a handler does not compile. */
const HANDLERS: Handlers<keyof Service> = {
  ...processHandlers,
  ...lifecycleHandlers,
  ...networkingHandlers,
  ...storageHandlers,
  ...fileHandlers,
  ...securityHandlers,
  ...resourceHandlers,
  image: readElsewhere,
  build: readElsewhere,
  pull_policy: limited(
    "Every policy that looks for a newer image counts as `always`, and looks at each update.",
    readElsewhere,
  ),
  platform: readElsewhere,
  container_name: readElsewhere,
  depends_on: readElsewhere,
  profiles: readElsewhere,
  scale: readElsewhere,
  labels: readElsewhere,
  "x-smallboat": limited(
    "Only `internal: true`, for the rule [internal-ports](policy.md). It changes no container.",
    readElsewhere,
  ),
  logging: ({ driver, options }, { fields }) => {
    if (driver) fields.logDriver = driver;
    if (options) fields.logOpts = options;
  },
  attach: withoutEffect("attach", "containers run in the background"),
  develop: withoutEffect("develop", "means something to `docker compose watch` only"),
  annotations: refused("annotations", "use labels"),
  models: refused("models", "run the model server as a service"),
  post_start: refused("post_start", "put it into the image's entrypoint"),
  pre_stop: refused("pre_stop", "handle the stop signal in the image"),
  provider: refused("provider", "write the service with image or build"),
};

/** Runs the handlers of a service's keys. `deploy` comes last, because it wins over its older equivalents. */
export function applyHandlers(subject: ContainerBuilder): void {
  const keys = Object.keys(HANDLERS) as (keyof Service)[];
  for (const key of [...keys.filter((each) => each !== "deploy"), "deploy" as const]) {
    const value = subject.service[key];
    if (value !== undefined && value !== null) (HANDLERS[key] as Handler<unknown>)(value, subject);
  }
}

/** How every key of a service is supported. */
export function serviceSupport(): Readonly<Record<keyof Service, Support>> {
  const entries = Object.entries(HANDLERS).map(([key, handler]) => [key, supportOf(handler)]);
  return Object.fromEntries(entries) as Record<keyof Service, Support>;
}
