import { type LoadedStack, type Model, position, type Service } from "../compose/index.ts";

/** A stack as rules see it. */
export interface PolicyStack {
  /** `<host>/<stack>` */
  readonly id: string;
  /** Nothing where its files are the program's own. */
  readonly loaded?: LoadedStack;
}

/** A project as rules see it. */
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
  /** A text, or a password that is known only later. */
  readonly value: string | object;
  readonly isMasked: boolean;
  readonly isProtected: boolean;
}

/** Something that breaks a rule. */
export interface Finding {
  /** Settings path or file position. */
  readonly path: string;
  /** It repeats no value that may be a secret. */
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

  /** Where a key of the service was written, else the service. `object` is a part of the model that knows better. */
  where(keys: readonly string[] = [], object?: object): string {
    return position(this.#loaded.place(["services", this.name, ...keys], object));
  }
}
