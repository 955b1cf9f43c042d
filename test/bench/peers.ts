import { composeProgram } from "../../dev/toolchain/setup/compose.ts";
import { type Program, programStep } from "../../dev/toolchain/setup/program.ts";
import type { Step } from "../../dev/toolchain/setup/step.ts";
import { pause } from "../../dev/toolchain/tests/programs.ts";

const tofu: Program = {
  name: "tofu",
  module: "test/bench/peers/tofu",
  main: "github.com/opentofu/opentofu/cmd/tofu",
  sources: [],
  variables: ["github.com/opentofu/opentofu/version.dev=no"],
  seconds: 290,
};

const provider: Program = {
  name: "terraform-provider-docker",
  module: "test/bench/peers/terraform-provider-docker",
  main: "github.com/terraform-providers/terraform-provider-docker",
  sources: ["."],
  variables: [],
  seconds: 180,
};

/** Builds what is missing or was built from other sources. */
export function peerSteps(): Step[] {
  return [composeProgram, tofu, provider, pause].map(programStep);
}
