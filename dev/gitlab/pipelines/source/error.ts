/** A configuration that cannot make a pipeline; each message in GitLab's words. */
export class ConfigError extends Error {
  readonly messages: readonly string[];
  constructor(...messages: readonly string[]) {
    super(messages.join("\n"));
    this.name = "ConfigError";
    this.messages = messages;
  }
}

/** GitLab's word for a text that is no configuration at all. */
export const noHash = "Invalid configuration format";
