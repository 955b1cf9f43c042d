import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pauseImage } from "../pause.ts";
import { anotherImage, type ChangeByHand, type Hands, imageOf, labelled, project } from "./change.ts";

const conf = "/etc/app.conf";
const withFile = { configs: [{ source: "conf", target: conf }] };

/** A path of the machine that leads into a running container's files. */
async function inside({ docker }: Hands, service: string, path: string): Promise<string> {
  return join("/proc", await docker("inspect", "--format={{.State.Pid}}", service), "root", path);
}

/** What somebody does to networks, volumes, images and files, and what is no change. */
export const thingChanges: readonly ChangeByHand[] = [
  {
    what: "`docker network rm`",
    service: "netless",
    thing: `${project}_gone`,
    declared: { networks: ["gone"] },
    change: async ({ docker }) => {
      await docker("network", "disconnect", `${project}_gone`, "netless");
      await docker("network", "rm", `${project}_gone`);
    },
    found: [
      "netless networks: networks changed hand_gone -> none | by hand | heal",
      "network hand_gone existence: removed | by hand | heal",
    ],
  },
  {
    what: "a network made anew with other options",
    service: "renetted",
    thing: `${project}_remade`,
    declared: { networks: ["remade"] },
    change: async ({ docker }) => {
      await docker("network", "disconnect", `${project}_remade`, "renetted");
      await docker("network", "rm", `${project}_remade`);
      await docker("network", "create", "--internal", "--subnet=198.18.23.0/24", `${project}_remade`);
      await docker("network", "connect", `${project}_remade`, "renetted");
    },
    remedied: async ({ docker }) => {
      await docker("network", "disconnect", `${project}_remade`, "renetted");
      await docker("network", "rm", `${project}_remade`);
    },
    found: [
      "network hand_remade existence: replaced by another, with other internal, subnet, labels | by hand | person",
      "renetted place in network hand_remade: place in network hand_remade changed | by hand | heal",
    ],
  },
  {
    what: "a further network of the compose project",
    thing: "more-net",
    change: ({ docker }) => docker("network", "create", "--subnet=198.18.24.0/24", labelled, "more-net"),
    found: ["extra network more-net existence: not declared | by hand | prune"],
  },
  {
    what: "a further volume of the compose project",
    thing: "more-data",
    change: ({ docker }) => docker("volume", "create", labelled, "more-data"),
    found: ["extra volume more-data existence: not declared | by hand | prune"],
  },
  {
    what: "`docker volume rm`",
    service: "losing",
    thing: `${project}_lost`,
    declared: { volumes: ["lost:/data"] },
    change: async ({ docker }) => {
      await docker("rm", "--force", "losing");
      await docker("volume", "rm", `${project}_lost`);
    },
    found: [
      "losing existence: container removed | by hand | heal",
      "volume hand_lost existence: removed with its data | by hand | heal",
    ],
  },
  {
    what: "a volume made anew with other options",
    service: "remounted",
    thing: `${project}_resized`,
    declared: { volumes: ["resized:/data"] },
    change: async ({ docker }) => {
      await docker("rm", "--force", "remounted");
      await docker("volume", "rm", `${project}_resized`);
      const options = ["type=tmpfs", "device=tmpfs", "o=size=2m"].flatMap((each) => ["--opt", each]);
      await docker("volume", "create", ...options, `${project}_resized`);
    },
    remedied: ({ docker }) => docker("volume", "rm", `${project}_resized`),
    found: [
      "remounted existence: container removed | by hand | heal",
      "volume hand_resized existence: replaced by another, with other option o | by hand | person",
    ],
  },
  {
    what: "`docker tag` gives the tag to another image",
    service: "retagged",
    thing: imageOf("retagged"),
    change: ({ docker }) => docker("tag", anotherImage, imageOf("retagged")),
    found: ["boat image smallboat-test/retagged:1 image: moved to another image | by hand | heal"],
  },
  {
    what: "`docker image rm --force`",
    service: "untagged",
    thing: imageOf("untagged"),
    change: ({ docker }) => docker("image", "rm", "--force", imageOf("untagged")),
    remedied: ({ docker }) => docker("tag", pauseImage, imageOf("untagged")),
    found: ["boat image smallboat-test/untagged:1 existence: removed | by hand | heal"],
  },
  {
    what: "an uploaded file, other content",
    service: "edited",
    declared: withFile,
    change: async (hands) => writeFileSync(await inside(hands, "edited", conf), "mode=by-hand\n"),
    found: ["edited file /etc/app.conf: file /etc/app.conf changed | by hand | heal"],
  },
  {
    what: "an uploaded file removed",
    service: "emptied",
    declared: withFile,
    change: async (hands) => rmSync(await inside(hands, "emptied", conf)),
    found: ["emptied file /etc/app.conf: file /etc/app.conf removed | by hand | heal"],
  },
  {
    what: "an uploaded file, other mode",
    service: "locked",
    declared: withFile,
    change: async (hands) => chmodSync(await inside(hands, "locked", conf), 0o600),
    remedied: ({ docker }) => docker("rm", "--force", "locked"),
    found: ["locked mode of /etc/app.conf: mode of /etc/app.conf changed 444 -> 600 | by hand | person"],
  },
  {
    what: "a file that nobody declared, made in a container",
    service: "scribbled",
    change: async (hands) => writeFileSync(await inside(hands, "scribbled", "/tmp-note"), "a note\n"),
    found: [],
  },
  {
    what: "`docker restart`",
    service: "restarted",
    change: ({ docker }) => docker("restart", "restarted"),
    found: [],
  },
];
