import { versionOfFile } from "./names.ts";

/** A file of a package on an index. */
export interface PackageFile {
  /** Such as `greeting-0.1.0-py3-none-any.whl`. */
  readonly name: string;
  readonly url: string;
  /** Undefined for a file that is neither a wheel nor an archive of sources. */
  readonly version: string | undefined;
  /** Hexadecimal. Undefined if the index does not say it. */
  readonly sha256: string | undefined;
  /** True if its maker has withdrawn it. */
  readonly isYanked: boolean;
}

/** What an index is asked for: JSON (PEP 691), or HTML (PEP 503) from one that has no JSON. */
export const pageTypes =
  "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

/**
 * The files that an index lists for a package.
 * @param url address of the page, to which those of the files may be relative
 * @throws SyntaxError for a page that says that it is JSON and is not
 */
export function filesOfPage(name: string, url: string, type: string, text: string): PackageFile[] {
  const listed = isJson(type) ? jsonFiles(text) : htmlFiles(text);
  return listed.flatMap(({ name: file, url: target, ...facts }) => {
    if (!URL.canParse(target, url)) return [];
    return [{ name: file, url: new URL(target, url).href, version: versionOfFile(name, file), ...facts }];
  });
}

/** The packages that an index lists on its first page. @throws SyntaxError for a page that says that it is JSON and is not */
export function packagesOfPage(type: string, text: string): string[] {
  if (!isJson(type)) return htmlFiles(text).map(({ name }) => name);
  const { projects = [] } = JSON.parse(text) as { projects?: readonly { readonly name: string }[] };
  return projects.map(({ name }) => name);
}

function isJson(type: string): boolean {
  return /^application\/(vnd\.pypi\.simple\.v1\+)?json\b/.test(type);
}

type Listed = Omit<PackageFile, "version">;

interface JsonPage {
  readonly files?: readonly {
    readonly filename: string;
    readonly url: string;
    readonly hashes?: Readonly<Record<string, string>>;
    /** A text is the reason. */
    readonly yanked?: boolean | string;
  }[];
}

function jsonFiles(text: string): Listed[] {
  const { files = [] } = JSON.parse(text) as JsonPage;
  return files.map(({ filename, url, hashes, yanked = false }) => ({
    ...{ name: filename, url, sha256: hashes?.sha256 },
    isYanked: yanked !== false,
  }));
}

function htmlFiles(text: string): Listed[] {
  return [...text.matchAll(/<a\s([^>]*)>([^<]*)<\/a>/gi)].flatMap(([, attributes = "", name = ""]) => {
    const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
    if (!href) return [];
    const [url = "", fragment = ""] = plain(href[1] ?? href[2] ?? "").split("#");
    const sha256 = /^sha256=([0-9a-f]{64})/i.exec(fragment)?.[1];
    return [{ name: plain(name).trim(), url, sha256, isYanked: /\bdata-yanked\b/i.test(attributes) }];
  });
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

function plain(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => entities[name] ?? whole);
}
