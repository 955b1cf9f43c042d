import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { checkout } from "../../../dev/toolchain/setup/places.ts";
import { attempt } from "../support/command.ts";

const folder = mkdtempSync(join(tmpdir(), "smallboat-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
for (const entry of readdirSync(checkout).filter((each) => /^[^.]/.test(each))) {
  if (/^Pulumi\..+\.yaml$/.test(entry)) cpSync(join(checkout, entry), join(folder, entry));
  else symlinkSync(join(checkout, entry), join(folder, entry));
}
const settings = join(folder, "Pulumi.prod.yaml");
const { PULUMI_CONFIG_PASSPHRASE_FILE: _, ...prepared } = process.env;
const env = { ...prepared, PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href };

const page = join(checkout, "docs/guide/production.md");

/** The lines of the first commands in a section of the guide's page. */
function commandsOf(section: string): string[] {
  const text = readFileSync(page, "utf8").split(`\n## ${section}\n`)[1] ?? "";
  return (/```sh\n(.*?)```/s.exec(text)?.[1] ?? "").trimEnd().split("\n");
}

/** What a reader types where a command asks for a secret. */
const secrets = {
  AFCRED: "hunter2hunter2",
  TWINE_PASSWORD: "hunter3hunter3",
  GITLAB_TOKEN: "glpat-hunter4hunter4",
};

test("nothing encrypted is shipped", () => {
  expect(readFileSync(settings, "utf8")).not.toMatch(/secure:|encryptionsalt|passphrase "/);
});

test("the guide's commands lead a reader's own passphrase and secrets to a preview", {
  timeout: 240_000,
}, async () => {
  // The reader puts own hosts there: none of these answers.
  const { config, ...rest } = parse(readFileSync(settings, "utf8"));
  const hosts = Object.keys(config["smallboat:hosts"]).map((name) => [
    name,
    { engine: "unix:///nonexistent.sock" },
  ]);
  writeFileSync(
    settings,
    stringify({ ...rest, config: { ...config, "smallboat:hosts": Object.fromEntries(hosts) } }),
  );
  const commands = commandsOf("Bring up prod").map((line) => {
    const secret = /smallboat:secrets\.(\w+)'$/.exec(line)?.[1] as keyof typeof secrets | undefined;
    if (secret) return `printf %s ${secrets[secret]} | ${line}`;
    return line.replace("PASSPHRASE=…", "PASSPHRASE='of my own'");
  });
  const script = ["set -e", `mkdir '${join(folder, "state")}'`, ...commands].join("\n");
  const { code, stdout, stderr } = await attempt("sh", ["-c", script], { cwd: folder, env });
  const said = `${stdout}${stderr}`.split("\n").map((line) => line.trim());
  const places = said.flatMap(
    (line) => /(?:^|error: )(Pulumi\.prod\.yaml .*?): expected /.exec(line)?.[1] ?? [],
  );
  expect([...new Set(places)].sort()).toEqual(
    ["gitlab.url", "hosts.Local.engine", 'hosts["10.0.0.159"].engine', 'hosts["10.0.0.60"].engine'].map(
      (place) => `Pulumi.prod.yaml smallboat:${place}`,
    ),
  );
  expect(code).not.toBe(0);
  const set = await attempt("pulumi", ["config", "--stack", "prod", "--json", "--show-secrets"], {
    cwd: folder,
    env: { ...env, PULUMI_CONFIG_PASSPHRASE: "of my own" },
  });
  expect(JSON.parse(set.stdout)["smallboat:secrets"].objectValue).toEqual(secrets);
});
