import { expect, test } from "vitest";
import { stageChanges } from "../../../lib/changes/index.ts";
import { reportOf } from "./log.ts";

const base64 = (text: string) => ({ contentBase64: Buffer.from(text).toString("base64") });

/** The reasons for a container of a host on another machine, to which the files of its stack are copied. */
function reasons(was: object[], is: object[], files: readonly [string, string] = ["1", "1"]): string[] {
  const labels = [{ label: "com.docker.compose.service", value: "web" }];
  const sources = (hash: string) => ({
    sources: { composeFiles: {}, services: { web: { files: { "stacks/far/shop/index.html": hash } } } },
  });
  const { hosts } = stageChanges(
    "prod",
    reportOf([
      { op: "same", type: "Host", name: "far" },
      {
        ...{ op: "same", type: "HostStack", name: "far/shop", parent: "Host far" },
        outputs: [sources(files[0]), sources(files[1])],
      },
      {
        ...{ op: "replace", type: "docker:index/container:Container", name: "far/shop/web" },
        ...{ parent: "HostStack far/shop", differing: ["uploads"] },
        ...{ old: { labels, uploads: was }, new: { labels, uploads: is } },
      },
    ]),
  );
  return hosts[0]?.stacks[0]?.services[0]?.why.map(({ text }) => text) ?? [];
}

const page = (text: string, file = "/html/index.html") => ({ file, ...base64(text) });
const config = (content: string) => ({ file: "/etc/motd", content });

test.each<[string, Parameters<typeof reasons>, string[]]>([
  [
    "a file that is copied there is named once, as the repository calls it",
    [[page("a")], [page("b")], ["1", "2"]],
    ["index.html changed"],
  ],
  [
    "a text of the compose file too",
    [
      [page("a"), config("a")],
      [page("b"), config("b")],
      ["1", "2"],
    ],
    ["index.html changed", "configs: /etc/motd changed"],
  ],
  [
    "a file that is copied to another place",
    [[page("a")], [page("a", "/www/index.html")]],
    ["files: /html/index.html removed, /www/index.html added"],
  ],
  ["values that are hidden", [[], []], ["configs or secrets changed"]],
])("%s", (_, given, want) => {
  expect(reasons(...given)).toEqual(want);
});
