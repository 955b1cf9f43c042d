import { hidden, secretName, withoutYamlValues } from "./yaml-values.ts";

/** True for a file whose content must never be shown. */
export function isSecretFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return (
    /^\.env|\.env$|\.(key|pem|p12|pfx|jks|kdbx)$|^id_[a-z0-9]+$|^\.?(netrc|pgpass)$/.test(name) ||
    /secret|passw|credential|token/.test(path.toLowerCase())
  );
}

/**
 * A text without what may be a secret. In compose files, all values of variables, build arguments and contents are left
 * out. In all files, a value is left out if its name or its form is that of a password, or if it is part of an address.
 */
export function withoutSecrets(path: string, text: string): string {
  const shown = /\.ya?ml$/.test(path) ? withoutYamlValues(text) : text;
  return shown.split("\n").map(withoutCredentials).join("\n");
}

/** `password: x`, `"token" = x`, `--api-key=x`. References such as `${DB_PASSWORD}` are no secrets. */
const assignment = new RegExp(`(${secretName}["']?\\s*[:=]\\s*)(?!\\$\\{?\\w+\\}?["']?\\s*$)(\\S.*)$`, "i");
/** `--password x` */
const option = new RegExp(`(--?${secretName}\\s+)(\\S+)`, "i");
const inAddress = /(:\/\/)[^\s/@:]*:[^\s/@]+@/g;
/** Long random texts. Digests are kept, because they name images. */
const longText = /(?<!sha\d+:)(?<![\w+/=-])[\w+/=-]{40,}(?![\w+/=-])/g;

function withoutCredentials(line: string): string {
  return line
    .replace(inAddress, `$1${hidden}@`)
    .replace(assignment, `$1${hidden}`)
    .replace(option, `$1${hidden}`)
    .replace(longText, (text) => (/\d/.test(text) && /[a-z]/i.test(text) ? hidden : text));
}
