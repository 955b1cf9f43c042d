import { expect, test } from "vitest";
import { planStack } from "../../../lib/compose/index.ts";
import { type Given, LABEL, load, oneService, problems } from "./support.ts";

const planRemote = (given: Given) =>
  planStack(load(given), { stage: "dev", host: "far", stack: "web", isRemote: true }).containers[0];

test("files of read-only binds in the stack's folder are copied into the container", () => {
  const container = planRemote({
    "compose.yaml": oneService("volumes: [./site:/srv:ro, /var/log:/logs, data:/data]").concat(
      "volumes: {data: }\n",
    ),
    "site/index.html": "<p>",
    "*site/bin/run": "#!",
    "site/empty": "",
  });
  expect(container?.fields.uploads).toEqual([
    { file: "/srv/bin/run", contentBase64: "IyE=", permissions: "0755" },
    { file: "/srv/empty", source: "/dev/null", permissions: "0644" },
    { file: "/srv/index.html", contentBase64: "PHA+", permissions: "0644" },
  ]);
  expect(container?.fields.volumes).toEqual([
    { hostPath: "/var/log", containerPath: "/logs" },
    { volumeName: "web_data", containerPath: "/data" },
  ]);
});

test("configs and secrets from files are copied too", () => {
  const container = planRemote({
    "compose.yaml": `${oneService("secrets: [key]")}secrets: {key: {file: ./key.pem}}\n`,
    "key.pem": "k",
  });
  expect(container?.fields.uploads).toEqual([
    { file: "/run/secrets/key", contentBase64: "aw==", permissions: "0644" },
  ]);
  expect(container?.fields.mounts).toEqual([]);
  expect(container?.secretFiles).toEqual(["/run/secrets/key"]);
});

test("an engine of this machine binds them", () => {
  const given = { "compose.yaml": oneService("volumes: [./site:/srv:ro]"), "site/index.html": "<p>" };
  const [container] = planStack(load(given), { stage: "dev", host: "Local" }).containers;
  expect(container?.fields.uploads).toBe(undefined);
});

const expected = "expected services.a.volumes that can be copied to the other machine's engine";
test.each<[string, string, string]>([
  ["./site:/srv", "", "/srv, which it may write to; add :ro, or use a named volume"],
  ["./none:/srv:ro", "", "nothing at ./none; make it, or correct the path"],
  ["./site:/srv:ro", "\nread_only: true", "a read_only container; remove read_only, or build an image"],
])("a mount that cannot be copied to another machine: %s%s", (volume, further, rest) => {
  const given = { "compose.yaml": oneService(`volumes: ["${volume}"]${further}`), "site/index.html": "<p>" };
  expect(problems(() => planRemote(given))).toEqual([
    `${LABEL}/compose.yaml:4:15: ${expected}, found ${rest}`,
  ]);
});
