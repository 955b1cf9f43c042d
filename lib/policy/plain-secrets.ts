import { isSecretByName, isSecretByValue } from "./secret-like.ts";
import type { RuleBreach, ServiceSubject } from "./subject.ts";

/** Finds secrets in plain text. A value that contains one of `smallboat:secrets` is allowed. No value is repeated. */
export function plainSecrets(subject: ServiceSubject): RuleBreach[] {
  return Object.entries(subject.service.environment ?? {}).flatMap(([name, value]) => {
    if (value === null || subject.secrets.some((secret) => secret !== "" && value.includes(secret)))
      return [];
    const path = subject.where(["environment", name]);
    if (isSecretByName(name, value)) return [{ path, found: `${name} in plain text` }];
    return isSecretByValue(name, value)
      ? [{ path, found: `a value of ${name} that looks like a secret` }]
      : [];
  });
}
