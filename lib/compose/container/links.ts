import type { Model } from "../model.ts";
import { type Handler, limited } from "./container-builder.ts";

const linkLimits =
  "Needs a common network, in which every container then knows the name. The name must be free there.";
const externalLimits = "Only by the container's own name, in a network that both are in.";

/**
 * The provider has no links. So the linked container gets the link's name as an alias in the networks that both share.
 * Every container there can use the name, not only the linking one.
 */
export const links: Handler<string[]> = limited(linkLimits, (entries, subject) => {
  for (const entry of entries) {
    const [service, name] = parts(entry);
    const shared = sharedNetworks(subject.name, service, subject.model);
    const other = shared.map((network) => holder(name, network, service, subject.model)).find(Boolean);
    if (shared.length === 0) {
      subject.refuse(
        "links",
        `"${entry}" without a common network`,
        `put ${service} into one of its networks`,
      );
    } else if (other) {
      subject.refuse("links", `"${entry}", a name that ${other} has`, "choose another name");
    } else if (!ownNames(service, subject.model).includes(name)) {
      subject.note("links", `every container of these networks reaches ${service} as ${name}`);
    }
  }
});

/** A container of another stack is reached by its own name. It cannot get another name from here. */
export const externalLinks: Handler<string[]> = limited(externalLimits, (entries, subject) => {
  for (const entry of entries) {
    const [container, name] = parts(entry);
    if (name === container && networksOf(subject.name, subject.model).length > 0) {
      subject.note("external_links", `${name} is reached by its name in a network that both are in`);
    } else {
      subject.refuse("external_links", `"${entry}"`, "put both containers into one external network");
    }
  }
});

/** The names of a service in a network that come from links of other services. */
export function linkedNames(service: string, network: string, model: Model): string[] {
  return Object.entries(model.services).flatMap(([linking, { links = [] }]) =>
    links.flatMap((entry) => {
      const [linked, name] = parts(entry);
      return linked === service && sharedNetworks(linking, service, model).includes(network) ? [name] : [];
    }),
  );
}

function parts(entry: string): [target: string, name: string] {
  const [target = "", name = target] = entry.split(":");
  return [target, name];
}

function networksOf(service: string, { services }: Model): string[] {
  return Object.keys(services[service]?.networks ?? {});
}

function sharedNetworks(a: string, b: string, model: Model): string[] {
  const others = networksOf(b, model);
  return networksOf(a, model).filter((network) => others.includes(network));
}

function ownNames(service: string, { services }: Model): string[] {
  return [service, services[service]?.container_name].filter((name) => name !== undefined);
}

/** Another service that already has a name in a network. */
function holder(name: string, network: string, service: string, model: Model): string | undefined {
  const names = (other: string) => [
    ...ownNames(other, model),
    ...(model.services[other]?.networks?.[network]?.aliases ?? []),
    ...linkedNames(other, network, model),
  ];
  return Object.keys(model.services).find(
    (other) => other !== service && networksOf(other, model).includes(network) && names(other).includes(name),
  );
}
