import type { LoadedStack, Model, Service } from "../compose/index.ts";
// Not from the room's index.ts: it loads the reader of compose files, which would slow the start of each command.
import { position } from "../compose/tree/node.ts";

/** The part of a stack that rules check. */
export interface PolicyStack {
  /** `<host>/<stack>` */
  readonly id: string;
  /** Undefined for the stage's own servers. */
  readonly loaded?: LoadedStack;
}

/** The part of a project that rules check. */
export interface PolicyProject {
  readonly name: string;
  /** The first is the default branch. */
  readonly branches: readonly [PolicyBranch, ...PolicyBranch[]];
  readonly variables: readonly PolicyVariable[];
}

interface PolicyBranch {
  readonly name: string;
  /** Who may push. */
  readonly push: string;
}

interface PolicyVariable {
  readonly key: string;
  /** A text, or a password that is known only during the run. */
  readonly value: string | object;
  readonly isMasked: boolean;
  readonly isProtected: boolean;
}

/** Something that breaks a rule. */
export interface RuleBreach {
  /** Settings path or file position. */
  readonly path: string;
  /** What was found, without values that may be secrets. */
  readonly found: string;
}

/** A service of a stack. */
export class ServiceSubject {
  readonly name: string;
  readonly service: Service;
  /** Values of `smallboat:secrets`. */
  readonly secrets: readonly string[];
  readonly #loaded: LoadedStack;

  constructor(name: string, loaded: LoadedStack, secrets: readonly string[]) {
    this.name = name;
    this.service = loaded.model.services[name] as Service;
    this.secrets = secrets;
    this.#loaded = loaded;
  }

  get model(): Model {
    return this.#loaded.model;
  }

  /** Source position of a key of the service, or of the service. `object` is an object of the model with a more exact position. */
  where(keys: readonly string[] = [], object?: object): string {
    return position(this.#loaded.place(["services", this.name, ...keys], object));
  }
}
