import { describe, expect, test } from "vitest";
import { LABEL, plan, problems } from "./support.ts";

const at = (text: string) => `${LABEL}/compose.yaml:${text}`;
const db = "  db: {image: db, container_name: store, networks: [one, two]}\nnetworks: {one: , two: }";

/** The aliases of the linked service, by network. */
function aliases(linking: string) {
  const { containers, notes } = plan(`services:\n  a: {image: a, ${linking}}\n${db}`);
  const networks = containers.find(({ service }) => service === "db")?.networks ?? [];
  return { notes, ...Object.fromEntries(networks.map(({ network, fields }) => [network, fields.aliases])) };
}

describe("links", () => {
  test("give the linked container a name in the networks that both share", () => {
    expect(aliases("networks: [one], links: ['db:database']")).toEqual({
      one: ["store", "db", "database"],
      two: ["store", "db"],
      notes: [at("2:34: links: every container of these networks reaches db as database")],
    });
  });

  test.each(["db", "db:db", "db:store"])(
    "the link %s adds no alias, as the container has that name already",
    (link) => {
      expect(aliases(`networks: [one], links: ['${link}']`)).toEqual({
        one: ["store", "db"],
        two: ["store", "db"],
        notes: [],
      });
    },
  );

  test.each<[string, string, string]>([
    [
      "networks: [one], links: ['db:b']",
      '"db:b", a name that b has; choose another name',
      "  b: {image: b, networks: [one]}\n",
    ],
    [
      "networks: [one], links: ['db:x', 'b:x']",
      '"db:x", a name that b has; choose another name',
      "  b: {image: b, networks: [one]}\n",
    ],
    ["links: [db]", '"db" without a common network; put db into one of its networks', ""],
    [
      "network_mode: bridge, links: [db]",
      '"db" without a common network; put db into one of its networks',
      "",
    ],
  ])("the links of %s cannot be expressed", (linking, rest, more) => {
    const [first] = problems(() => plan(`services:\n  a: {image: a, ${linking}}\n${more}${db}`));
    expect(first).toMatch(
      /^stacks\/Local\/web\/compose.yaml:2:\d+: expected services.a.links that the Docker/,
    );
    expect(first).toContain(`found ${rest}`);
  });

  test("to containers of other stacks: by their own names only", () => {
    const text = (link: string) => `services: {a: {image: a, external_links: ['${link}']}}`;
    expect(plan(text("other")).notes).toEqual([
      at("1:26: external_links: other is reached by its name in a network that both are in"),
    ]);
    expect(problems(() => plan(text("other:x")))).toEqual([
      at(
        '1:26: expected services.a.external_links that the Docker provider can express, found "other:x"; put both containers into one external network',
      ),
    ]);
  });
});
