import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { withFolder } from "../../../toolchain/setup/files.ts";
import { build, type GoProgram, recipeFor } from "../../../toolchain/setup/go.ts";
import { cacheDir, stateDir } from "../../../toolchain/setup/places.ts";
import { builtFrom, noteRecipe } from "../../../toolchain/setup/recipe.ts";
import { runSteps, type Step } from "../../../toolchain/setup/step.ts";

interface Program extends GoProgram {
  readonly name: string;
  /** How long a build takes on two cores from nothing. */
  readonly seconds: number;
}

const module = "test/live/support/kubernetes";
const programs: readonly Program[] = [
  { name: "etcd", module, main: "go.etcd.io/etcd/server/v3", variables: [], seconds: 40 },
  {
    name: "kube-apiserver",
    module,
    main: "k8s.io/kubernetes/cmd/kube-apiserver",
    variables: ["k8s.io/component-base/version.gitVersion=v1.33.1"],
    seconds: 250,
  },
];

/** Where a program of Kubernetes is kept, for every checkout of this user. */
export function kubernetesProgram(name: "etcd" | "kube-apiserver"): string {
  return join(cacheDir, "test", name);
}

/** Builds what is missing or was built from other sources. @throws Error where that fails */
export async function ensureKubernetesPrograms(): Promise<void> {
  if (!(await runSteps(programs.map(step), { stateDir, out: process.stderr })))
    throw new Error("The API server of Kubernetes could not be built: its log says why.");
}

function step(program: Program): Step {
  const file = join(cacheDir, "test", program.name);
  const recipe = recipeFor(program);
  return {
    name: program.name,
    seconds: program.seconds,
    done: () => builtFrom(file, recipe),
    run: async (activity) => {
      await withFolder(dirname(file), async (folder) => {
        await build(program, join(folder, program.name), activity);
        renameSync(join(folder, program.name), file);
      });
      noteRecipe(file, recipe);
    },
  };
}
