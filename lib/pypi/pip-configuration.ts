/** What pip on this machine takes packages from. */
export interface PipConfiguration {
  readonly index: string;
  readonly login?: { readonly user: string; readonly password: string };
  /** File of certificates to trust. */
  readonly certificates?: string;
}

const defaultIndex = "https://pypi.org/simple";

/**
 * Reads what `pip config list` prints. The environment goes before the files.
 * @param output empty if there is no pip
 */
export function pipConfiguration(output: string): PipConfiguration {
  const values = new Map(
    output.split("\n").flatMap((line): [string, string][] => {
      const [, key, value] = /^([^=\s]+)=(['"])(.*)\2\s*$/.exec(line)?.filter((_, part) => part !== 2) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value]];
    }),
  );
  const settingOf = (name: string) =>
    [":env:", "install", "global"].map((section) => values.get(`${section}.${name}`)).find(Boolean);
  const written = settingOf("index-url") ?? defaultIndex;
  const url = URL.canParse(written) ? new URL(written) : new URL(defaultIndex);
  const [user, password] = [url.username, url.password].map(decodeURIComponent);
  url.username = "";
  url.password = "";
  const certificates = settingOf("cert");
  return {
    index: url.href,
    ...(user && password !== undefined && { login: { user, password } }),
    ...(certificates && { certificates }),
  };
}
