import type { Problem } from "../problems/index.ts";
import type { GitLabError } from "./client.ts";

/** How a GitLab was asked, and where a person mends a fault. */
export interface AskedGitLab {
  readonly url: string;
  /** Settings paths, or the address. */
  readonly where: Readonly<Record<"url" | "ca" | "token", string>>;
  /** True if it was asked as the last run recorded, so that a changed setting needs a run first. Default: false. */
  readonly isRecorded?: boolean;
  /** True for the stand-in, which a run brings up. Default: false. */
  readonly isStandin?: boolean;
}

/** What a person does about a GitLab that does not answer, or refuses. @param path what was asked for, below /api/v4 */
export function gitlabProblem(
  { url, where, isRecorded = false, isStandin = false }: AskedGitLab,
  { message, status, code }: GitLabError,
  path?: string,
): Problem {
  const found = `"${message}"`;
  const again = isRecorded ? ', then run "make up"' : "";
  if (isStandin) {
    const remedy = 'bring it up again with "make up"';
    return { path: where.url, expected: "the stand-in for GitLab to answer", found, remedy };
  }
  if (status === 401) {
    const remedy = `set a token that is neither expired nor revoked${again}`;
    return { path: where.token, expected: `a token that ${url} knows`, found, remedy };
  }
  if (status === 403) {
    const expected = "a token with scope api whose user owns the group";
    const remedy = `set such a token${again}`;
    return { path: where.token, expected, found: path ? `${found} for ${path}` : found, remedy };
  }
  if (code && isCertificateFault(code)) {
    // The text after a semicolon is Node's advice, which does not apply here.
    const shortened = `"${message.split(";")[0]}"`;
    const remedy = `name the file of the authority that signed it${again}`;
    return { path: where.ca, expected: `a certificate of ${url} that is trusted`, found: shortened, remedy };
  }
  return noGitLab({ url, where }, found);
}

/** @param found what is there instead */
export function noGitLab({ url, where }: Pick<AskedGitLab, "url" | "where">, found: string): Problem {
  const remedy = "start it or correct the address, then run this again";
  return { path: where.url, expected: `a GitLab that answers at ${url}`, found, remedy };
}

function isCertificateFault(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS/.test(code);
}
