import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";

// Each test starts a process that loads Pulumi.
vi.setConfig({ testTimeout: 60_000 });

interface Case {
  /** Below `smallboat:`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Sections with an encrypted value. */
  readonly secret?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

/** What the program gives for stage `dev`: its outputs or its refusal, and whatever else it says. */
function run({ settings, secret = [], files = {} }: Case) {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-unit-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const config = Object.entries(settings).map(([key, value]) => [
      `smallboat:${key}`,
      JSON.stringify(value),
    ]);
    const env = {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(config)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secret.map((key) => `smallboat:${key}`)),
    };
    const program = [join(import.meta.dirname, "run.ts")];
    const { stdout, stderr, status } = spawnSync(process.execPath, program, {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    return { status, stderr, said: JSON.parse(stdout) as unknown };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const hosts = { Local: { engine: "unix:///nonexistent/docker.sock" } };
const secrets = { AFCRED: "hunter2", TWINE_PASSWORD: "hunter3" };

test("mistakes in the settings are printed as lines only, and stacks are not read", () => {
  const settings = { hosts, registry: { host: "Local", port: "hunter2" }, values: { TEXT: [] } };
  const files = { "stacks/Nowhere/web/compose.yaml": "" };
  expect(run({ settings, files, secret: ["registry"] })).toEqual({
    status: 0,
    stderr: "",
    said: {
      refused: [
        "Pulumi.dev.yaml smallboat:registry.port: expected a port from 1 to 65535, found a string; correct it",
        "Pulumi.dev.yaml smallboat:secrets.AFCRED: expected a secret, found nothing; " +
          "set it with: pulumi config set --stack dev --secret --path 'smallboat:secrets.AFCRED'",
        "Pulumi.dev.yaml smallboat:values.TEXT: expected a text, a number, true or false, found a list; correct it",
      ],
    },
  });
});

test("mistakes in stacks and an unreachable engine are reported together", () => {
  const files = {
    "stacks/Nowhere/web/compose.yaml": "",
    "stacks/Local/web/compose.yaml": "services:\n  web:\n    image: nginx:1.26\n",
    "stacks/Local/copy/compose.yaml": "name: web\nservices:\n  app:\n    image: nginx:1.26\n",
  };
  expect(run({ settings: { hosts }, files })).toEqual({
    status: 0,
    stderr: "",
    said: {
      refused: [
        "stacks/Nowhere: expected a folder for one of the hosts Local, found the unknown host Nowhere; " +
          "add it to smallboat:hosts of Pulumi.dev.yaml, or rename or remove the folder",
        "stacks/Local/web: expected project web once on an engine, found it also in stacks/Local/copy; " +
          "set name: in one of the compose files",
        "Pulumi.dev.yaml smallboat:hosts.Local.engine: expected a Docker engine at " +
          'unix:///nonexistent/docker.sock, found "connect ENOENT /nonexistent/docker.sock"; ' +
          'start Docker ("make setup" does on Debian and Ubuntu), or correct the address',
      ],
    },
  });
});

test("the outputs are the contract; passwords are secret", () => {
  const settings = {
    hosts,
    registry: { external: "harbor.example.com" },
    pypi: { external: "https://pypi.example.com/simple" },
    secrets,
  };
  expect(run({ settings, secret: ["secrets"] })).toEqual({
    status: 0,
    stderr: "",
    said: {
      outputs: {
        stage: "dev",
        registry: {
          address: "harbor.example.com",
          url: "https://harbor.example.com",
          user: "repouser",
          password: { secret: "hunter2" },
        },
        pypi: {
          url: "https://pypi.example.com/simple",
          user: "pypiuser",
          password: { secret: "hunter3" },
        },
        stacks: {},
      },
    },
  });
});
