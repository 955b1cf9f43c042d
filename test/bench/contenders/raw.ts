import { connect } from "../../../lib/docker/client.ts";
import type { Contender } from "../contender.ts";
import { inParallel } from "../run.ts";
import { large, small } from "../scenario.ts";
import { labelsOf, serviceName } from "../workload.ts";

const limit = 16;

/** The calls to the engine that no tool can do without. */
export const raw: Contender = {
  name: "raw API 16 at a time",
  scenarios: [small, large],
  creates: true,
  prepare: async ({ engine: address, workload }) => {
    const engine = connect(address);
    const timeout = 60_000;
    return {
      up: () =>
        inParallel(limit, workload.stacks, async (stack) => {
          const { name, network, subnet, gateway } = stack;
          const Labels = labelsOf(workload, stack);
          const IPAM = { Config: [{ Subnet: subnet, Gateway: gateway }] };
          const NetworkingConfig = { EndpointsConfig: { [network]: { Aliases: [serviceName] } } };
          const HostConfig = { NetworkMode: network, RestartPolicy: { Name: "unless-stopped" } };
          await engine.request("POST", "/networks/create", {
            body: { Name: network, Labels, IPAM },
            timeout,
          });
          await engine.request("POST", "/containers/create", {
            query: { name },
            body: { Image: workload.image, Labels, HostConfig, NetworkingConfig },
            timeout,
          });
          await engine.request("POST", `/containers/${name}/start`, { timeout });
        }),
      destroy: () =>
        inParallel(limit, workload.stacks, async ({ name, network }) => {
          await engine.request("DELETE", `/containers/${name}`, { query: { force: "true" }, timeout });
          await engine.request("DELETE", `/networks/${network}`, { timeout });
        }),
    };
  },
};
