import { expect, test } from "vitest";
import { preflightTargets } from "../../../lib/plan/preflight-targets.ts";
import { loaded, settings } from "./stage.ts";

test("the names and ports that each host's stacks will use; nothing for a host without stacks", () => {
  const hosts = {
    Local: { engine: "unix:///var/run/docker.sock" },
    "10.0.0.60": { engine: "tcp://10.0.0.60:2376" },
    idle: { engine: "ssh://idle" },
  };
  const checked = settings({ hosts });
  const { stacks } = loaded(
    {
      "stacks/Local/web/compose.yaml":
        'services:\n  web:\n    image: nginx:1.26\n    ports: ["127.0.0.1:8080:80", "53:53/udp", "90"]\n',
      "stacks/Local/app/compose.yaml":
        "services:\n  app: { image: nginx:1.26, container_name: the-app, volumes: [data:/d] }\nvolumes:\n  data: { name: the-data }\n  theirs: { external: true }\n",
      "stacks/10.0.0.60/job/compose.yaml":
        "services:\n  job: { image: nginx:1.26, mac_address: 02:42:ac:11:00:02, scale: 2 }\n",
    },
    checked,
  );
  const owner = { stage: "dev", id: "1a" };
  const web = (place: string) => ({ where: `stacks/Local/web/compose.yaml:${place}` });
  expect(preflightTargets({ hosts: ["Local", "10.0.0.60", "idle"], stacks }, checked, owner)).toEqual([
    {
      where: "Pulumi.dev.yaml smallboat:hosts.Local.engine",
      owner,
      claims: {
        containers: [
          { name: "the-app", where: "stacks/Local/app/compose.yaml:2:29" },
          { name: "web-web-1", ...web("2:3") },
        ],
        volumes: [{ name: "the-data", where: "stacks/Local/app/compose.yaml:4:11" }],
        ports: [
          { ip: "127.0.0.1", published: 8080, target: 80, protocol: "tcp", ...web("4:13") },
          { ip: "", published: 53, target: 53, protocol: "udp", ...web("4:34") },
        ],
      },
    },
    {
      where: 'Pulumi.dev.yaml smallboat:hosts["10.0.0.60"].engine',
      owner,
      claims: {
        containers: ["job-job-1", "job-job-2"].map((name) => ({
          name,
          where: "stacks/10.0.0.60/job/compose.yaml:2:3",
        })),
        volumes: [],
        ports: [],
      },
      needs: [
        { key: "services.job.mac_address", api: "1.44", where: "stacks/10.0.0.60/job/compose.yaml:2:29" },
      ],
    },
  ]);
});
