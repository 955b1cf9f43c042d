import { valid } from "@renovatebot/pep440";
import { normalizedName } from "./names.ts";

/** A package with the one version that is wanted of it. */
export interface Pin {
  /** Normalized. */
  readonly name: string;
  readonly version: string;
}

const pin =
  /^([a-z0-9](?:[\w.-]*[a-z0-9])?)\s*(?:\[[^\]]*\])?\s*===?\s*([^\s;,#\\]+)\s*(?:[;\\#].*)?(?:--hash.*)?$/i;

/**
 * The packages that a requirements file pins, such as `flask==3.1.3`, each once. Ranges, addresses and options are left out, and so
 * are other files that it names.
 */
export function pinsIn(requirements: string): Pin[] {
  const pins = requirements.split("\n").flatMap((line): [string, Pin][] => {
    const [, name = "", version = ""] = pin.exec(line.trim()) ?? [];
    if (valid(version) === null) return [];
    return [[`${normalizedName(name)}==${version}`, { name: normalizedName(name), version }]];
  });
  return [...new Map(pins).values()];
}
