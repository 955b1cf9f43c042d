import type { Service } from "./service-model.ts";

export type * from "./service-model.ts";

/**
 * The canonical model. It has exactly the form that `docker compose -p <project> config --format json` (v2.40.3) prints:
 * after short syntax, interpolation, merges and defaults. Sizes are decimal texts of bytes, periods are texts of Go
 * durations, and paths are absolute.
 */
export interface Model {
  name: string;
  services: Record<string, Service>;
  networks?: Record<string, Network>;
  volumes?: Record<string, Volume>;
  configs?: Record<string, FileObject>;
  secrets?: Record<string, FileObject>;
  models?: Record<string, Json>;
  [extension: `x-${string}`]: Json;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Text = Record<string, string>;

export interface Network {
  name: string;
  driver?: string;
  driver_opts?: Text;
  ipam: { driver?: string; config?: IpamPool[]; options?: Text };
  external?: boolean;
  internal?: boolean;
  attachable?: boolean;
  labels?: Text;
  enable_ipv4?: boolean;
  enable_ipv6?: boolean;
}

export interface IpamPool {
  subnet?: string;
  gateway?: string;
  ip_range?: string;
  aux_addresses?: Text;
}

export interface Volume {
  name: string;
  driver?: string;
  driver_opts?: Text;
  external?: boolean;
  labels?: Text;
}

/** A config or a secret. */
export interface FileObject {
  name: string;
  file?: string;
  environment?: string;
  content?: string;
  external?: boolean;
  labels?: Text;
  driver?: string;
  driver_opts?: Text;
  template_driver?: string;
}
