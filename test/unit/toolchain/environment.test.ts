import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { exportLines } from "../../../toolchain/setup/environment.ts";
import { pulumiHome } from "../../../toolchain/setup/places.ts";
import { passphraseFile, stackStateDir } from "../../../toolchain/setup/state.ts";

const home = `export PULUMI_HOME='${pulumiHome}'`;
const backend = `export PULUMI_BACKEND_URL='${pathToFileURL(stackStateDir).href}'`;
const passphrase = `export PULUMI_CONFIG_PASSPHRASE_FILE='${passphraseFile}'`;
const quiet = "export PULUMI_SKIP_UPDATE_CHECK='true'";
const nothing = { variables: {}, folders: [], hasBackend: false };

test("all is set where the user has set nothing", () => {
  expect(exportLines({ ...nothing, folders: ["/a/bin", "/b c/bin"] })).toEqual([
    `export PATH='/a/bin:/b c/bin':"$PATH"`,
    home,
    backend,
    passphrase,
    quiet,
  ]);
});

test.each<[string, Record<string, string>, string[]]>([
  ["PULUMI_HOME", { PULUMI_HOME: "/p" }, [backend, passphrase, quiet]],
  ["PULUMI_BACKEND_URL", { PULUMI_BACKEND_URL: "s3://b" }, [home, passphrase, quiet]],
  ["PULUMI_ACCESS_TOKEN", { PULUMI_ACCESS_TOKEN: "pul-1" }, [home, passphrase, quiet]],
  ["PULUMI_CONFIG_PASSPHRASE", { PULUMI_CONFIG_PASSPHRASE: "" }, [home, backend, quiet]],
  ["PULUMI_CONFIG_PASSPHRASE_FILE", { PULUMI_CONFIG_PASSPHRASE_FILE: "/x" }, [home, backend, quiet]],
  ["PULUMI_SKIP_UPDATE_CHECK", { PULUMI_SKIP_UPDATE_CHECK: "false" }, [home, backend, passphrase]],
  ["the stage, not dev", { STAGE: "prod" }, [home, backend, quiet]],
])("%s of the user stays", (_, variables, lines) => {
  expect(exportLines({ ...nothing, variables })).toEqual(lines);
});

test("a backend chosen by login or Pulumi.yaml stays", () => {
  expect(exportLines({ ...nothing, hasBackend: true })).toEqual([home, passphrase, quiet]);
});

test("a shell reads the folders as they are", () => {
  const [line = ""] = exportLines({ ...nothing, folders: ["/it's $HOME/`x`"] });
  const shell = execFileSync("sh", ["-c", `PATH=/bin; ${line}; echo "$PATH"`], { encoding: "utf8" });
  expect(shell).toBe("/it's $HOME/`x`:/bin\n");
});
