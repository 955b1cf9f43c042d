import { expect, test } from "vitest";
import { loaded, settings } from "./stage.ts";

const nginx = "services: { web: { image: nginx:1.26 } }";

test("each folder of a host is a stack, in order; files and hidden folders are not", () => {
  const { stacks, lines } = loaded({
    "stacks/far/zoo/compose.yaml": nginx,
    "stacks/Local/web/compose.yaml": nginx,
    "stacks/Local/app/compose.yaml": nginx,
    "stacks/Local/README.md": "not a stack",
    "stacks/Local/.git/config": "not a stack",
    "stacks/.cache/web/compose.yaml": nginx,
    "stacks/README.md": "not a host",
    "compose.yaml": nginx,
  });
  expect(lines).toEqual([]);
  expect(stacks.map(({ id, host, label, plan }) => [id, host, label, plan.project])).toEqual([
    ["Local/app", "Local", "stacks/Local/app", "app"],
    ["Local/web", "Local", "stacks/Local/web", "web"],
    ["far/zoo", "far", "stacks/far/zoo", "zoo"],
  ]);
});

test("a stage without stacks is valid", () => {
  expect(loaded({ "README.md": "" })).toEqual({ stacks: [], lines: [], warnings: [] });
});

test("every fault of every folder at once; the other stacks are loaded", () => {
  const { stacks, lines } = loaded({
    "stacks/10.0.0.61/web/compose.yaml": nginx,
    "stacks/constructor/web/compose.yaml": nginx,
    "stacks/Local/empty/README.md": "",
    "stacks/Local/broken/compose.yaml": "services:\n  web:\n    imgae: nginx:1.26\n",
    "stacks/far/web/compose.yaml": nginx,
  });
  const unknown = (host: string) =>
    `stacks/${host}: expected a folder for one of the hosts Local, far, found the unknown host ${host}; ` +
    "add it to smallboat:hosts of Pulumi.dev.yaml, or rename or remove the folder";
  expect(lines).toEqual([
    unknown("10.0.0.61"),
    'stacks/Local/broken/compose.yaml:3:5: expected a key of services.web, found "imgae"; write image',
    "stacks/Local/empty: expected a compose.yaml, found none; write one, or remove the folder",
    unknown("constructor"),
  ]);
  expect(stacks.map(({ id }) => id)).toEqual(["far/web"]);
});

test("compose files see the stage, the host, the registry, values and secrets; the stack's .env comes last", () => {
  const checked = settings({
    registry: { external: "harbor.example.com", prefix: "team" },
    values: { BOTH: "of the values", VALUE: "a value", PORT: 8080 },
    secrets: { AFCRED: "hunter2", BOTH: "of the secrets" },
  });
  const names = ["STAGE", "HOST", "REGISTRY", "VALUE", "PORT", "BOTH", "AFCRED", "OWN", "PATH"];
  const environment = names.map((name) => `      ${name}: "\${${name}:-unset}"`).join("\n");
  const { stacks, lines } = loaded(
    {
      "stacks/far/web/compose.yaml": `services:\n  web:\n    image: nginx:1.26\n    environment:\n${environment}\n`,
      "stacks/far/web/.env": "STAGE=of the file\nBOTH=of the file\nOWN=of the file\n",
    },
    checked,
  );
  expect(lines).toEqual([]);
  expect([...(stacks[0]?.plan.containers[0]?.fields.envs ?? [])].sort()).toEqual([
    "AFCRED=hunter2",
    "BOTH=of the secrets",
    "HOST=far",
    "OWN=of the file",
    "PATH=unset",
    "PORT=8080",
    "REGISTRY=harbor.example.com/team",
    "STAGE=dev",
    "VALUE=a value",
  ]);
});

test("without a registry in the settings, REGISTRY means nothing", () => {
  const files = { "stacks/Local/web/compose.yaml": `services: { web: { image: "\${REGISTRY:?}/app:1" } }` };
  expect(loaded(files).lines).toEqual([
    "stacks/Local/web/compose.yaml:1:27: expected a value for REGISTRY, found none; " +
      "set REGISTRY in the stack's .env or in smallboat:values",
  ]);
});

const web = "stacks/Local/web/compose.yaml";
const unset = [
  `${web}:4:13: expected a value for COUNTRE_KEY, found none, so it is empty; did you mean COUNTER_KEY?`,
  `${web}:6:12: expected a value for NOBODY, found none, so it is empty; set NOBODY in the stack's .env or in smallboat:values, or write $\{NOBODY:-} if it may be empty`,
].map((line) => line.replace("\\", ""));
const withUnset = {
  "stacks/Local/web/.env": "COUNTER_KEY=1\nHERE=x\n",
  [web]: `services:
  web: &web
    environment:
      TYPO: $COUNTRE_KEY/$COUNTRE_KEY
      FINE: $COUNTER_KEY $\{MISSING:-} $\{MISSING-} $\{HERE:-$UNUSED} $\{MISSING:+$UNUSED} $$X
    image: $\{MISSING:-$NOBODY}x
  again: *web
`,
};

test("a variable without a value and a default causes one warning for each position", () => {
  const { lines, warnings } = loaded(withUnset);
  expect({ lines, warnings }).toEqual({ lines: [], warnings: unset });
});

test("in a strict stage it is an error", () => {
  const { lines, warnings } = loaded(withUnset, settings({ strict: true }));
  expect({ lines, warnings }).toEqual({ lines: unset, warnings: [] });
});
