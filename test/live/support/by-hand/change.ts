/** What somebody changes on an engine, each at a service, network or volume of its own. */
export interface ChangeByHand {
  /** What somebody did. */
  readonly what: string;
  /** Name of its service, which is also that of the container and in the image's. Default: none, for what is extra. */
  readonly service?: string;
  /** What is changed, where it is not the container: network, volume or image, by its name on the engine. */
  readonly thing?: string;
  /** What the compose file says of the service, besides its image. */
  readonly declared?: Readonly<Record<string, unknown>>;
  readonly change: (hands: Hands) => Promise<unknown>;
  /** What people do before it can be healed. Default: nothing. */
  readonly remedied?: (hands: Hands) => Promise<unknown>;
  /** What the report says of it: address, field, text, cause and remedy. */
  readonly found: readonly string[];
}

/** An engine and what is on it. */
export interface Hands {
  /** Calls the docker command. @returns its output, trimmed */
  docker(...args: string[]): Promise<string>;
}

/** The name of the compose project, which starts those of its networks and volumes. */
export const project = "hand";

/** The image of each service. Another one is on the engine beside it. */
export const imageOf = (service: string) => `smallboat-test/${service}:1`;
export const anotherImage = "smallboat-test/another:1";

/** Makes a thing look like one of the compose project. */
export const labelled = `--label=com.docker.compose.project=${project}`;
