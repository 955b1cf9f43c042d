import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { exportLines } from "../../../dev/toolchain/setup/environment.ts";
import { cacheDir, pulumiHome } from "../../../dev/toolchain/setup/places.ts";
import { passphraseFile, stackStateDir } from "../../../dev/toolchain/setup/state.ts";

const stage = "export PULUMI_STACK='dev'";
const prod = "export PULUMI_STACK='prod'";
const home = ["export PULUMI_HOME='/c/pulumi'", `export PULUMI_CREDENTIALS_PATH='${pulumiHome}'`];
const backend = `export PULUMI_BACKEND_URL='${pathToFileURL(stackStateDir).href}?metadata=skip'`;
const passphrase = `export PULUMI_CONFIG_PASSPHRASE_FILE='${passphraseFile}'`;
const fallback = "export PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER='true'";
const diffs = "export PULUMI_PARALLEL_DIFF='true'";
const parallel = ["export PULUMI_PARALLEL='64'", diffs];
const quiet = "export PULUMI_SKIP_UPDATE_CHECK='true'";
const compiled = `export NODE_COMPILE_CACHE='${join(cacheDir, "compiled")}'`;
const garbage = ["export GOGC='400'", "export GOMEMLIMIT='500MiB'"];
const rest = [fallback, ...parallel, quiet, ...garbage, compiled];
const nothing = { variables: {}, folders: [], hasBackend: false, home: "/c/pulumi", stacks: 3 };

test("everything is set if the user has set nothing", () => {
  expect(exportLines({ ...nothing, folders: ["/a/bin", "/b c/bin"] })).toEqual([
    `export PATH='/a/bin:/b c/bin':"$PATH"`,
    stage,
    ...home,
    backend,
    passphrase,
    ...rest,
  ]);
});

test.each<[string, Record<string, string>, string[]]>([
  ["PULUMI_HOME", { PULUMI_HOME: "/p" }, [stage, backend, passphrase, ...rest]],
  ["PULUMI_BACKEND_URL", { PULUMI_BACKEND_URL: "s3://b" }, [stage, ...home, passphrase, ...rest]],
  ["PULUMI_ACCESS_TOKEN", { PULUMI_ACCESS_TOKEN: "pul-1" }, [stage, ...home, passphrase, ...rest]],
  ["PULUMI_CONFIG_PASSPHRASE", { PULUMI_CONFIG_PASSPHRASE: "" }, [stage, ...home, backend, ...rest]],
  [
    "PULUMI_CONFIG_PASSPHRASE_FILE",
    { PULUMI_CONFIG_PASSPHRASE_FILE: "/x" },
    [stage, ...home, backend, ...rest],
  ],
  [
    "PULUMI_PARALLEL",
    { PULUMI_PARALLEL: "8" },
    [stage, ...home, backend, passphrase, fallback, diffs, quiet, ...garbage, compiled],
  ],
  ["the stage, not dev", { STAGE: "prod" }, [prod, ...home, backend, ...rest]],
])("a value of %s that the user has set stays", (_, variables, lines) => {
  expect(exportLines({ ...nothing, variables })).toEqual(lines);
});

test("the passphrase of dev is not used for another stage", () => {
  const variables = { STAGE: "prod", PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile };
  const forget = "unset PULUMI_CONFIG_PASSPHRASE_FILE";
  expect(exportLines({ ...nothing, variables })).toEqual([prod, forget, ...home, backend, ...rest]);
});

test("a backend chosen by login or Pulumi.yaml stays", () => {
  expect(exportLines({ ...nothing, hasBackend: true })).toEqual([stage, ...home, passphrase, ...rest]);
});

test.each([
  [400, 500],
  [1000, 1250],
])("a stage of %i stacks may hold %i MiB before it collects garbage more often", (stacks, limit) => {
  expect(exportLines({ ...nothing, stacks })).toContain(`export GOMEMLIMIT='${limit}MiB'`);
});

test("a shell reads any folder name unchanged", () => {
  const [line = ""] = exportLines({ ...nothing, folders: ["/it's $HOME/`x`"] });
  const shell = execFileSync("sh", ["-c", `PATH=/bin; ${line}; echo "$PATH"`], { encoding: "utf8" });
  expect(shell).toBe("/it's $HOME/`x`:/bin\n");
});
