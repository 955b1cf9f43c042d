import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { healthy } from "../support/healthy.ts";
import { address, docker, folder, start, stop } from "./container.ts";

vi.setConfig({ testTimeout: 60_000 });

let files: string;
let container: string;
let url: string;

beforeAll(async () => {
  files = await folder();
  for (const name of ["html", "conf.d", "templates"]) await mkdir(join(files, name));
  await writeFile(join(files, "html", "index.html"), "a page of its own\n");
  const server = `server { listen 80; root /usr/share/nginx/html; location = /stage { return 200 "\${STAGE} $host"; } }`;
  await writeFile(join(files, "templates", "default.conf.template"), server);
  container = await start(
    ...["--publish", "127.0.0.1::80", "--env", "STAGE=dev"],
    ...[
      "--volume",
      `${files}/html:/usr/share/nginx/html:ro`,
      "--volume",
      `${files}/conf.d:/etc/nginx/conf.d`,
    ],
    ...["--volume", `${files}/templates:/etc/nginx/templates:ro`, "nginx:1.26"],
  );
  await healthy(container, ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1/"]);
  url = `http://${await address(container, 80)}`;
});

const get = async (path: string) => (await fetch(url + path)).text();

test("it serves the mounted page, and replaces variables in templates except nginx's own", async () => {
  expect(await get("/")).toBe("a page of its own\n");
  expect(await get("/stage")).toBe("dev 127.0.0.1");
  const logged = async () => expect(await docker("logs", container)).toContain('"GET /stage HTTP/1.1" 200');
  await vi.waitFor(logged, 5000);
});

test("it loads a changed configuration on SIGHUP", async () => {
  await writeFile(join(files, "conf.d", "default.conf"), 'server { listen 80; return 200 "changed"; }');
  await docker("kill", "--signal", "HUP", container);
  await expect.poll(() => get("/")).toBe("changed");
});

test("its workers run as nginx (101), and it stops by SIGQUIT at once", async () => {
  expect(await docker("exec", container, "id", "nginx")).toBe(
    "uid=101(nginx) gid=101(nginx) groups=101(nginx)",
  );
  const stopped = await stop(container);
  expect(stopped).toEqual({ exitCode: 0, seconds: expect.any(Number) });
  expect(stopped.seconds).toBeLessThan(5);
  expect(await docker("inspect", "--format", "{{.Config.StopSignal}}", container)).toBe("SIGQUIT");
});
