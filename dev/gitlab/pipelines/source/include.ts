import { pathWildcard } from "../../matching/glob.ts";
import { compile } from "../../matching/pattern.ts";
import type { Values } from "../expressions/evaluate.ts";
import type { Rules } from "../rules/rules.ts";
import { expandKnown } from "../variables/variable.ts";
import { type Component, componentAt } from "./component.ts";
import { ConfigError } from "./error.ts";
import { fetchText } from "./fetch.ts";
import { withInputs } from "./inputs.ts";
import { merge } from "./merge.ts";
import type { Place } from "./place.ts";
import { type Hash, isHash, readYaml, textOf } from "./yaml.ts";

/** How many files a pipeline may include, in all. */
const mostIncludes = 150;

const kinds = ["local", "project", "remote", "template", "component", "artifact"];

export interface IncludeOptions {
  /** Variables that are known before the pipeline exists. */
  readonly values: Values;
  readonly rules: Rules;
}

/** Reads a configuration and all that it includes. */
export class Includes {
  readonly #values: Values;
  readonly #rules: Rules;
  #count = 0;

  constructor({ values, rules }: IncludeOptions) {
    this.#values = values;
    this.#rules = rules;
  }

  /** The whole configuration of one text: its includes, then its own entries. @throws ConfigError */
  async resolve(text: string, place: Place, inputs: Hash = {}, name?: string): Promise<Hash> {
    const { include, ...rest } = this.#own(text, inputs, name);
    let whole: unknown = {};
    for (const each of [include ?? []].flat()) {
      for (const file of await this.#files(each, place)) whole = merge(whole, file);
    }
    return merge(whole, rest) as Hash;
  }

  #own(text: string, inputs: Hash, name: string | undefined): Hash {
    try {
      return withInputs(readYaml(text), inputs, {
        expand: (value) => expandKnown(value, this.#values),
        matches: (pattern, value) => compile(pattern)?.matches(value),
      });
    } catch (error) {
      if (name === undefined || !(error instanceof ConfigError)) throw error;
      throw new ConfigError(...error.messages.map((message) => `\`${name}\`: ${message}`));
    }
  }

  async #files(given: unknown, place: Place): Promise<Hash[]> {
    const include = this.#expanded(typeof given === "string" ? byAddress(given) : given);
    if (!isHash(include)) throw new ConfigError("include config should be a string or a hash");
    const named = kinds.filter((kind) => Object.hasOwn(include, kind));
    const [kind, ...others] = named;
    if (kind === undefined || others.length > 0) {
      const shown = JSON.stringify(include);
      throw new ConfigError(
        `${shown} does not have a valid subkey for include. Valid subkeys are: \`${kinds.join("`, `")}\``,
      );
    }
    const location = include[kind];
    if (typeof location !== "string") {
      throw new ConfigError(`Included file \`${JSON.stringify(location)}\` needs to be a string`);
    }
    if (!(await this.#isWanted(include, place))) return [];
    const inputs = isHash(include.inputs) ? include.inputs : {};
    switch (kind) {
      case "local":
        return this.#locals(String(include.local), place, inputs);
      case "project":
        return this.#ofProject(include, place, inputs);
      case "component":
        return [await this.#component(String(include.component), place, inputs)];
      case "remote": {
        const address = String(include.remote);
        return [await this.#file(address, await fetchText("Remote", address, address), place, inputs)];
      }
      case "template": {
        const name = String(include.template);
        const address = `https://gitlab.com/gitlab-org/gitlab/-/raw/v18.2.0-ee/lib/gitlab/ci/templates/${name}`;
        return [await this.#file(name, await fetchText("Template", name, address), place, inputs)];
      }
      default:
        throw new ConfigError("include:artifact is only allowed in a child pipeline");
    }
  }

  async #isWanted({ rules }: Hash, place: Place): Promise<boolean> {
    if (rules === undefined || rules === null) return true;
    for (const rule of [rules].flat(10)) {
      if (!isHash(rule)) throw new ConfigError("include:rules config should be an array of hashes");
      if (await this.#rules.matches("include", rule, this.#values, place)) return rule.when !== "never";
    }
    return false;
  }

  async #locals(path: string, place: Place, inputs: Hash): Promise<Hash[]> {
    const plain = path.replace(/^\/+/, "");
    checkName(plain);
    const found = plain.includes("*") ? (await place.files()).filter(pathWildcard(plain)) : [plain];
    const made: Hash[] = [];
    for (const each of found) {
      const text = await place.read(each);
      if (text === undefined) throw new ConfigError(`Local file \`${each}\` does not exist!`);
      if (text.trim() === "") throw new ConfigError(`Local file \`${each}\` is empty!`);
      made.push(await this.#file(each, text, place, inputs));
    }
    return made;
  }

  async #ofProject({ project, ref, file }: Hash, place: Place, inputs: Hash): Promise<Hash[]> {
    const name = textOf(project).toLowerCase();
    const there = await place.elsewhere(name, ref === undefined ? undefined : textOf(ref));
    if (there === "no project") {
      throw new ConfigError(
        `Project \`${name}\` not found or access denied! ` +
          "Make sure any includes in the pipeline configuration are correctly defined.",
      );
    }
    if (there === "no ref")
      throw new ConfigError(`Project \`${name}\` reference \`${textOf(ref)}\` does not exist!`);
    const made: Hash[] = [];
    for (const each of [file ?? []].flat().map(textOf)) {
      const path = each.replace(/^\/+/, "");
      checkName(path);
      const text = await there.read(path);
      if (text === undefined) throw new ConfigError(`Project \`${name}\` file \`${path}\` does not exist!`);
      if (text.trim() === "") throw new ConfigError(`Project \`${name}\` file \`${path}\` is empty!`);
      made.push(await this.#file(path, text, there, inputs));
    }
    return made;
  }

  async #component(address: string, place: Place, inputs: Hash): Promise<Hash> {
    const host = this.#values.get("CI_SERVER_FQDN") ?? "";
    const { path, text, place: there }: Component = await componentAt(address, host, place);
    return this.#file(path, text, there, inputs);
  }

  async #file(name: string, text: string, place: Place, inputs: Hash): Promise<Hash> {
    if (++this.#count > mostIncludes) {
      throw new ConfigError(`Maximum of ${mostIncludes} nested includes are allowed!`);
    }
    return this.resolve(text, place, inputs, name);
  }

  #expanded(value: unknown): unknown {
    if (typeof value === "string") return expandKnown(value, this.#values);
    if (Array.isArray(value)) return value.map((each) => this.#expanded(each));
    if (!isHash(value)) return value;
    const kept = ["rules", "inputs"];
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, kept.includes(key) ? each : this.#expanded(each)]),
    );
  }
}

function byAddress(given: string): Hash {
  return /^https?:\/\//.test(given) ? { remote: given } : { local: given };
}

function checkName(path: string): void {
  if (!/.+\.ya?ml$/i.test(path)) {
    throw new ConfigError(`Included file \`${path}\` does not have YAML extension!`);
  }
}
