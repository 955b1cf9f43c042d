import { expect, test, vi } from "vitest";
import { fileReaders } from "../../../lib/resources/server-file-access.ts";
import { containerPlan, declaredBy, declaredContainer } from "../components/host-stack.ts";

const users = vi.hoisted(() => new Map<string, string>());
vi.mock("../../../lib/docker/images.ts", () => ({
  inspectImage: async (_engine: unknown, image: string) => {
    const user = users.get(image);
    return user === undefined ? undefined : { id: image, labels: {}, entrypoint: [], volumes: [], user };
  },
}));

const files = [
  { file: "/key", content: "a", reader: fileReaders.root },
  { file: "/logins", content: "b", reader: fileReaders.pypiserver },
  { file: "/authority", content: "c" },
];
const label = { label: "smallboat.uploads", value: '["/key","/logins","/authority"]' };
const open = files.map(({ file, content }) => ({ file, content }));

/** What is declared of a service with these files; its image is there already. */
const server = (live?: Record<string, string>) =>
  declaredBy({ containers: [containerPlan("web", live ? { live } : {})] }, { uploads: { web: files } });

test("files with one reader are closed to all other users in an image that starts as root", async () => {
  users.set("app:1", "");
  expect(await server()).toEqual([
    declaredContainer("web", {
      labels: [label],
      uploads: [
        { ...open[0], permissions: "0400" },
        { ...open[1], permissions: "0400", owner: "9898" },
        open[2],
      ],
    }),
  ]);
});

test("they stay open if the image starts as another user, whose id is unknown", async () => {
  for (const user of ["www", "1000", "root"]) {
    users.set("app:1", user);
    expect(await server()).toEqual([declaredContainer("web", { labels: [label], uploads: open })]);
  }
});

test("a living container keeps its files as they are, unless it gets other ones", async () => {
  users.set("app:1", "");
  const ignored = async (uploads: string) =>
    (await server({ [label.label]: uploads })).map(({ ignoreChanges }) => ignoreChanges);
  expect(await ignored(label.value)).toEqual([
    ["uploads[*].permissions", "uploads[*].owner", "uploads[*].group"],
  ]);
  expect(await ignored('["/key"]')).toEqual([undefined]);
});
