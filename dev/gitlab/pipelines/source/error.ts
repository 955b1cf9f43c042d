/** A configuration that cannot create a pipeline; each message in GitLab's words. */
export class ConfigError extends Error {
  readonly messages: readonly string[];
  constructor(...messages: readonly string[]) {
    super(messages.join("\n"));
    this.name = "ConfigError";
    this.messages = messages;
  }
}

/** GitLab's message for a text that is no configuration. */
export const noHash = "Invalid configuration format";
