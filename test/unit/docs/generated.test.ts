import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { describe as description, rows } from "../../../docs/reference/description.ts";
import { pages } from "../../../docs/reference/pages.ts";
import { serviceSupport } from "../../../lib/compose/container/handlers.ts";
import { supported } from "../../../lib/compose/support.ts";
import { kinds } from "../../../lib/pipelines/index.ts";
import { schema } from "../../../lib/settings/schema.ts";

const checkout = resolve(import.meta.dirname, "../../..");

test.each(Object.entries(pages))("%s says what the source says (npm run generate:docs)", (path, write) => {
  const text = readFileSync(join(checkout, path), "utf8");
  expect(text).toBe(write(text));
});

describe("every setting has a description", () => {
  const whole = description(schema);
  const sections = Object.entries(whole.properties ?? {});

  test("sections have a description", () => {
    expect(sections.filter(([, section]) => !section.description).map(([name]) => name)).toEqual([]);
  });

  const options = Object.values(kinds).map((kind) => [`${kind.name} `, description(kind.options)] as const);
  test.each([["", whole] as const, ...options])(
    "%skeys have a meaning, a form, and a default",
    (above, part) => {
      const wanting = rows(part, above).filter(
        (row) => row.meaning === "" || row.value === "" || (row.default === "" && row.value !== "an object"),
      );
      expect(wanting.map(({ key }) => key)).toEqual([]);
    },
  );

  const forms = sections.flatMap(([name, section]) =>
    [section, ...(section.anyOf ?? [])].flatMap(({ examples = [] }) =>
      examples.map((example) => [name, example] as const),
    ),
  );
  test.each(forms)("the example of %s is valid: %j", (name, example) => {
    const hosts = { Local: { engine: "unix:///var/run/docker.sock" } };
    expect(schema.safeParse({ hosts, [name]: example }).error?.issues ?? []).toEqual([]);
  });
});

test("a key of compose that a handler refuses or notes has its limits in the table", () => {
  const folder = dirname(
    fileURLToPath(new URL("../../../lib/compose/container/handlers.ts", import.meta.url)),
  );
  const source = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  const keys = source.join("\n").matchAll(/\b(?:refuse|note)\(\s*"(\w+)/g);
  const support = serviceSupport();
  const plain = [...keys]
    .map(([, key]) => key as keyof typeof support)
    .filter((key) => support[key] === supported);
  expect(plain).toEqual([]);
});
