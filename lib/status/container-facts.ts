import { bindingText, type PortBinding } from "../compose/ports.ts";
import type { ListedImage } from "../docker/images.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import type { ContainerFacts } from "./model.ts";

/**
 * What `make status` shows of a container.
 * @param ports its published ports
 * @param images those of its engine
 */
export function containerFacts(
  { Id, Image, State, Config, RestartCount }: InspectedContainer,
  ports: readonly PortBinding[],
  images: readonly ListedImage[],
): ContainerFacts {
  const image = Config.Image;
  const version = versionOf(image, Config.Labels["org.opencontainers.image.version"]);
  const since = State.Running ? State.StartedAt : State.FinishedAt;
  const own = images.find((each) => each.Id === Image);
  return {
    id: Id,
    image,
    ...(version !== undefined && { version }),
    ...(!since.startsWith(never) && { since }),
    restarts: RestartCount,
    ...(own && { built: new Date(own.Created * 1000).toISOString() }),
    addresses: [...new Set(ports.map(withoutIpv6).map(bindingText))].sort(),
  };
}

/** The year that engines write for a moment that has not come. */
const never = "0001-";

/**
 * The tag if it holds a number, else the label of the image. A label may come from the base image, so it is not asked
 * first.
 */
function versionOf(image: string, label: string | undefined): string | undefined {
  const [name = ""] = image.split("@");
  const tag = name.startsWith("sha256:") ? undefined : /:([^:/]+)$/.exec(name)?.[1];
  return tag !== undefined && /\d/.test(tag) ? tag : label || tag;
}

/** An engine lists a port of all addresses twice, for IPv4 and for IPv6. */
function withoutIpv6(port: PortBinding): PortBinding {
  return port.ip === "::" ? { ...port, ip: "0.0.0.0" } : port;
}
