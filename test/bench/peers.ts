import { existsSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { withFolder, writeWhole } from "../../toolchain/setup/files.ts";
import { build, type GoProgram, recipeFor } from "../../toolchain/setup/go.ts";
import { cacheDir } from "../../toolchain/setup/places.ts";
import { builtFrom, recipeFile } from "../../toolchain/setup/recipe.ts";
import type { Step } from "../../toolchain/setup/step.ts";

/** Where the programs that the bench needs are kept, for every checkout of this user. */
export const bin = join(cacheDir, "bench");

interface Peer extends GoProgram {
  readonly name: string;
  /** How long a build takes on two cores from nothing. */
  readonly seconds: number;
}

const peers: readonly Peer[] = [
  {
    name: "docker-compose",
    module: "test/bench/peers/docker-compose",
    main: "github.com/docker/compose/v2/cmd",
    variables: ["github.com/docker/compose/v2/internal.Version=v2.40.3"],
    seconds: 120,
  },
  {
    name: "tofu",
    module: "test/bench/peers/tofu",
    main: "github.com/opentofu/opentofu/cmd/tofu",
    variables: ["github.com/opentofu/opentofu/version.dev=no"],
    seconds: 290,
  },
  {
    name: "terraform-provider-docker",
    module: "test/bench/peers/terraform-provider-docker",
    main: "github.com/terraform-providers/terraform-provider-docker",
    variables: [],
    seconds: 180,
  },
  {
    name: "pause",
    module: "test/bench/pause",
    main: "smallboat/test/bench/pause",
    variables: [],
    seconds: 5,
  },
];

/** Builds what is missing or was built from other sources. */
export function peerSteps(): Step[] {
  return peers.map((peer) => {
    const file = join(bin, peer.name);
    const recipe = recipeFor(peer);
    return {
      name: peer.name,
      seconds: peer.seconds,
      done: () => existsSync(file) && builtFrom(file, recipe),
      run: async (activity) => {
        await withFolder(dirname(file), async (folder) => {
          await build(peer, join(folder, peer.name), activity);
          renameSync(join(folder, peer.name), file);
        });
        writeWhole(recipeFile(file), recipe);
      },
    };
  });
}
