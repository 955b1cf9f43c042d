import { type Engine, EngineError } from "./client.ts";

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
  const inRegistry = await registryDigest(engine, reference, login).catch(orSilent);
  return inRegistry ?? (await pulledDigest(engine, reference).catch(orSilent)) ?? "";
}

async function pulledDigest(engine: Engine, reference: string): Promise<string | undefined> {
  const image = (await engine.request("GET", `/images/${reference}/json`)) as { RepoDigests: string[] };
  const [repository] = split(reference);
  return image.RepoDigests.find((each) => each.startsWith(`${repository}@`))?.split("@")[1];
}

function orSilent(error: unknown): undefined {
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

/** The digest from the messages of a push. A push that fails half-way answers 200 with an error among its messages. */
function pushedDigest({ address }: Engine, answer: unknown): string {
  const messages = [answer].flat() as Progress[];
  const failure = messages.find(({ error }) => error)?.error;
  if (failure) throw new EngineError(address, failure);
  const digest = messages.find(({ aux }) => aux?.Digest)?.aux?.Digest;
  if (!digest) throw new EngineError(address, "a push that ended without a digest");
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
