import { join } from "node:path";
import { expect, test } from "vitest";
import { kinds, renderPipeline } from "../../../lib/pipelines/index.ts";
import { pipelineOf, variants } from "./variants.ts";

const cases = join(import.meta.dirname, "../../cases/pipelines");

/** For reading: every kind, and the variants whose jobs differ most. */
const shown = {
  ...Object.fromEntries(Object.keys(kinds).map((kind) => [kind, { kind }])),
  "python-module-private-authority": variants["python-module, special"],
  "container-app-tls": variants["container-app with TLS"],
  "container-image-smoke": variants["container-image with a smoke test"],
  "twelve-factor-app-heroku": variants["twelve-factor-app on Heroku"],
};

test.for(Object.entries(shown))("%s", async ([name, variant]) => {
  if (variant === undefined) throw new Error(`There is no variant ${name}`);
  const text = renderPipeline(pipelineOf(variant));
  await expect(text).toMatchFileSnapshot(join(cases, `${name}.yml`));
  expect(renderPipeline(pipelineOf(variant))).toBe(text);
});
