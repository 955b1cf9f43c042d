import { expect, test } from "vitest";
import { isOpen } from "../../../lib/resources/hide-secrets.ts";
import { containerPlan, declaredBy, declaredContainer } from "../components/host-stack.ts";

const quoted = 'quote"and\\slash';
const secrets = ["hunter2", quoted];

test("every input that contains a secret becomes secret, and no other", async () => {
  const fields = {
    name: "web",
    restart: "no",
    envs: ["USER=me", "URL=postgres://me:hunter2@db/app"],
    command: ["serve", "--port=80"],
    entrypoints: ["login", quoted],
    labels: [
      { label: "plain", value: "text" },
      { label: "auth", value: "Basic hunter2" },
    ],
    volumes: [{ containerPath: "/data", volumeName: "s_data" }],
    uploads: [
      { file: "/etc/plain", content: "text" },
      { file: "/etc/app.conf", content: "password = hunter2" },
    ],
  };
  const driverOpts = { type: "cifs", o: "username=me,password=hunter2" };
  const plan = {
    networks: [
      {
        key: "n",
        external: false,
        where: "compose.yaml:8:3",
        fields: { name: "s_n", options: { key: "hunter2" }, labels: [] },
      },
    ],
    volumes: [
      {
        key: "data",
        external: false,
        where: "compose.yaml:9:3",
        fields: { name: "s_data", driverOpts, labels: [] },
      },
    ],
    images: [
      {
        key: "app:1",
        reference: "app:1",
        where: "compose.yaml:3:5",
        pull: "missing",
        build: { context: "/srv/app", buildArgs: { TOKEN: "hunter2" } },
        contextHash: "f00d",
      },
    ] as const,
    containers: [
      containerPlan("web", {
        networks: [{ network: "n", fields: { driverOpts: ["key=hunter2"] } }],
        fields: fields as never,
      }),
    ],
  };
  expect(await declaredBy(plan, { secrets })).toEqual([
    declaredContainer(
      "web",
      {
        ...fields,
        envs: { secret: fields.envs },
        entrypoints: { secret: fields.entrypoints },
        labels: [
          fields.labels[0],
          { secret: fields.labels[1] },
          { label: "com.docker.compose.image", value: "sha256 of app:1" },
          { label: "smallboat.uploads", value: '["/etc/plain","/etc/app.conf"]' },
        ],
        uploads: [fields.uploads[0], { secret: fields.uploads[1] }],
        networksAdvanced: [{ name: "s_n", driverOpts: { secret: ["key=hunter2"] } }],
      },
      { dependsOn: ["Network h/s/n", "RemoteImage h/s/app:1", "Volume h/s/data"] },
    ),
    {
      type: "docker:index/network:Network",
      name: "h/s/n",
      parent: "HostStack h/s",
      provider: "docker h",
      onError: ["h: stranding"],
      inputs: { name: "s_n", options: { secret: { key: "hunter2" } }, labels: [] },
      deleteBeforeReplace: true,
      beforeCreate: ["h: left-over network"],
    },
    {
      type: "docker:index/remoteImage:RemoteImage",
      name: "h/s/app:1",
      parent: "HostStack h/s",
      provider: "docker h",
      ignoreChanges: ["build", "triggers.lacked"],
      beforeCreate: ["h: build begins"],
      afterCreate: ["h: build ended"],
      onError: ["h: build failed"],
      inputs: {
        name: "app:1",
        build: {
          context: "/srv/app",
          buildArgs: { secret: { TOKEN: "hunter2" } },
          label: { "smallboat.context": "f00d" },
          labels: { "smallboat.context": "f00d" },
          builder: expect.stringMatching(/^smallboat-/),
        },
        triggers: { context: "f00d" },
        keepLocally: true,
      },
    },
    {
      type: "docker:index/volume:Volume",
      name: "h/s/data",
      parent: "HostStack h/s",
      provider: "docker h",
      onError: ["h: failing"],
      inputs: { name: "s_data", driverOpts: { secret: driverOpts }, labels: [] },
      retainOnDelete: true,
      ignoreChanges: ["labels"],
    },
  ]);
});

test("a name that happens to contain a secret stays a name", async () => {
  const containers = [containerPlan("web", { fields: { hostname: "my-web" } as never })];
  expect(await declaredBy({ containers }, { secrets: ["web"] })).toEqual([
    declaredContainer("web", { hostname: { secret: "my-web" } }),
  ]);
});

test("the values of a compose file's secrets are secret, whatever their source", async () => {
  const uploads = [
    { file: "/run/secrets/key", content: "from .env" },
    { file: "/etc/plain", content: "text" },
  ];
  const facts = { secretFiles: ["/run/secrets/key"], fields: { name: "web", uploads, labels: [] } as never };
  const [web] = await declaredBy({ containers: [containerPlan("web", facts)] });
  const want = { uploads: [{ secret: uploads[0] }, uploads[1]] };
  expect(web?.inputs).toEqual(expect.objectContaining(want));
});

test("a value is open if no secret is in it, as a text or a name", () => {
  const secrets = ["hush", 'with "quotes"'];
  const values = [{ a: ["b"] }, { a: ["xhushx"] }, { hush: 1 }, 'it is with "quotes"', undefined];
  expect(values.map((value) => isOpen(value, secrets))).toEqual([true, false, false, false, true]);
});
