import { type Engine, EngineError } from "./client.ts";
import { inspectImage } from "./images.ts";

/** The login for a registry. */
export interface RegistryCredentials {
  readonly user: string;
  readonly password: string;
}

const minute = 60_000;

/**
 * The digest of an image in its registry. The engine asks for it, with its own connection and its trusted certificates, so
 * it is what the engine would pull.
 * @param timeout milliseconds
 * @returns undefined if the registry has no such image
 * @throws EngineError if engine or registry do not answer, or if the login is refused
 */
export async function registryDigest(
  engine: Engine,
  reference: string,
  login: RegistryCredentials | undefined,
  timeout = minute / 2,
): Promise<string | undefined> {
  try {
    const answer = await engine.request("GET", `/distribution/${reference}/json`, {
      ...(login && { headers: authHeader(reference, login) }),
      timeout,
    });
    return (answer as { Descriptor: { digest: string } }).Descriptor.digest;
  } catch (error) {
    if (error instanceof EngineError && isUnknown(error)) return undefined;
    throw error;
  }
}

/**
 * Logs in at a registry with the engine's own connection and trusted certificates. The engine does not keep the login.
 * @param address `host[:port]`
 * @param timeout milliseconds
 * @throws EngineError if engine or registry do not answer, or if the login is refused
 */
export async function tryLogin(
  engine: Engine,
  address: string,
  { user, password }: RegistryCredentials,
  timeout: number,
): Promise<void> {
  const body = { username: user, password, serveraddress: address };
  await engine.request("POST", "/auth", { body, timeout });
}

/**
 * The digest of a tag: the registry's. If the registry does not answer or lacks the image, it is the digest of the
 * engine's own image, or "".
 */
export async function currentDigest(
  engine: Engine,
  reference: string,
  login: RegistryCredentials | undefined,
): Promise<string> {
  const inRegistry = await registryDigest(engine, reference, login).catch(orNoAnswer);
  return inRegistry ?? (await pulledDigest(engine, reference).catch(orNoAnswer)) ?? "";
}

async function pulledDigest(engine: Engine, reference: string): Promise<string | undefined> {
  const image = await inspectImage(engine, reference);
  const [repository] = split(reference);
  return image?.digests.find((each) => each.startsWith(`${repository}@`))?.split("@")[1];
}

/**
 * Pulls an image that an engine has, if its tag means another image in the registry by now.
 * @param digest `sha256:…` of the registry's image
 * @throws EngineError with the registry's message
 */
export async function pullIfOther(
  engine: Engine,
  { reference, digest, platform }: PulledReference,
  login: RegistryCredentials | undefined,
): Promise<void> {
  const image = await inspectImage(engine, reference);
  const [repository, tag] = split(reference);
  if (!image || image.digests.some((each) => each.endsWith(`@${digest}`))) return;
  const answer = await engine.request("POST", "/images/create", {
    query: { fromImage: repository, tag, ...(platform && { platform }) },
    ...(login && { headers: authHeader(reference, login) }),
    timeout: 30 * minute,
  });
  failOn(engine, answer);
}

/** An image in a registry. */
export interface PulledReference {
  readonly reference: string;
  readonly digest: string;
  /** Such as `linux/amd64`. Default: the engine's own. */
  readonly platform?: string | undefined;
}

function orNoAnswer(error: unknown): undefined {
  if (!(error instanceof EngineError)) throw error;
}

/**
 * Pushes an image of the engine to a registry under another name. The engine does not keep that name.
 * @returns the image's digest in the registry
 * @throws EngineError with the registry's message
 */
export async function pushCopy(
  engine: Engine,
  source: string,
  target: string,
  login: RegistryCredentials,
): Promise<string> {
  const [repo, tag] = split(target);
  await engine.request("POST", `/images/${source}/tag`, { query: { repo, tag } });
  try {
    const answer = await engine.request("POST", `/images/${repo}/push`, {
      query: { tag },
      headers: authHeader(target, login),
      timeout: 10 * minute,
    });
    return pushedDigest(engine, answer);
  } finally {
    await engine.request("DELETE", `/images/${target}`, { query: { noprune: "true" } });
  }
}

interface Progress {
  readonly error?: string;
  readonly aux?: { readonly Digest?: string };
}

/** A push or a pull that fails half-way answers 200 with an error among its messages. */
function failOn({ address }: Engine, answer: unknown): readonly Progress[] {
  const messages = [answer].flat() as Progress[];
  const failure = messages.find(({ error }) => error)?.error;
  if (failure) throw new EngineError(address, failure);
  return messages;
}

/** The digest from the messages of a push. */
function pushedDigest(engine: Engine, answer: unknown): string {
  const digest = failOn(engine, answer).find(({ aux }) => aux?.Digest)?.aux?.Digest;
  if (!digest) throw new EngineError(engine.address, "a push that ended without a digest");
  return digest;
}

/** Splits `host:5000/app:1` into repository and tag. A port is not a tag. */
function split(reference: string): [string, string] {
  const [, repository = reference, tag = "latest"] = /^(.*?)(?::([\w.-]+))?$/.exec(reference) ?? [];
  return [repository, tag];
}

function authHeader(reference: string, { user, password }: RegistryCredentials) {
  const auth = { username: user, password, serveraddress: reference.split("/")[0] };
  // The engine requires the padding that Node's base64url omits. Without it, the engine ignores the login.
  const padded = Buffer.from(JSON.stringify(auth))
    .toString("base64")
    .replaceAll("+", "-")
    .replaceAll("/", "_");
  return { "x-registry-auth": padded };
}

/** True for an unknown image. Registries have different messages for it, which engines pass on with 404, 403 or 500. */
function isUnknown({ status, message }: EngineError): boolean {
  return status === 404 || /manifest unknown|name unknown|not found/i.test(message);
}
