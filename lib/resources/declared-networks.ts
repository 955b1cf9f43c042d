import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

/**
 * The networks that the stacks of one engine declare. If such a network is external to another stack, that stack's
 * containers are created after the network and removed before it.
 */
export class DeclaredNetworks {
  readonly #expected: ReadonlySet<string>;
  readonly #declared = new Map<string, docker.Network>();
  readonly #waiting = new Map<string, ((network: docker.Network) => void)[]>();

  /** @param names the names of all networks that will be declared */
  constructor(names: readonly string[] = []) {
    this.#expected = new Set(names);
  }

  declare(name: string, network: docker.Network): void {
    this.#declared.set(name, network);
    for (const tell of this.#waiting.get(name) ?? []) tell(network);
  }

  /** The name of a network. If a stack declares the network, the name becomes known when it exists. */
  named(name: string): pulumi.Input<string> {
    if (!this.#expected.has(name)) return name;
    const declared = this.#declared.get(name);
    if (declared) return declared.name;
    const later = new Promise<docker.Network>((resolve) => {
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]);
    });
    return pulumi.output(later.then((network) => network.name));
  }
}
