import type {
  BlkioConfig,
  Build,
  Deploy,
  DeployResource,
  DeviceRequest,
  FileObject,
  FileReference,
  Healthcheck,
  IpamPool,
  Model,
  Mount,
  Network,
  Port,
  Service,
  ServiceDependency,
  ServiceNetwork,
  Volume,
} from "../../../lib/compose/model.ts";
import { api, type Covered, noGpu, refused, service } from "./coverage.ts";

const ofASwarm = "a swarm's: without effect on an engine, or refused by compose too";
const build = (line: string) => refused(`build: {context: ., ${line}}`);
const newerBuilder = "the builder inside an engine with API 1.41 is too old for it";
const volumeOptions = api("1.45, for the provider writes a driver with them");

type Rates = NonNullable<BlkioConfig["device_read_bps"]>[number];
const rates: Covered<Rates> = { Path: true, Rate: true };

const fileObject: Omit<Covered<FileObject>, "content" | "environment"> = {
  name: true,
  file: true,
  external: ofASwarm,
  labels: "nothing of it reaches the engine",
  driver: ofASwarm,
  driver_opts: ofASwarm,
  template_driver: ofASwarm,
};

const fileReference: Covered<FileReference> = {
  source: true,
  target: true,
  uid: true,
  gid: true,
  mode: true,
};

const resource: Omit<Covered<DeployResource>, "pids" | "devices" | "cpus"> = {
  memory: true,
  generic_resources: ofASwarm,
};

const deviceRequest: Covered<DeviceRequest> = {
  capabilities: noGpu,
  driver: noGpu,
  count: noGpu,
  device_ids: noGpu,
  options: noGpu,
};

/** Keys of every part of a model, by its place; `*` stands for any name or number. */
export const parts = {
  "": {
    name: true,
    services: true,
    networks: true,
    volumes: true,
    configs: true,
    secrets: true,
    models: "services that use one are refused",
  } satisfies Covered<Omit<Model, `x-${string}`>>,
  "services.*": service,
  "services.*.build": {
    context: true,
    dockerfile: true,
    dockerfile_inline: true,
    additional_contexts: newerBuilder,
    args: true,
    cache_from: true,
    cache_to: newerBuilder,
    entitlements: build("entitlements: [a]"),
    extra_hosts: true,
    isolation: build("isolation: process"),
    labels: true,
    network: true,
    no_cache: true,
    platforms: true,
    privileged: build("privileged: true"),
    provenance: newerBuilder,
    pull: "asks a registry for the base image, and tests have none for it",
    sbom: newerBuilder,
    secrets: true,
    shm_size: true,
    ssh: build("ssh: [default]"),
    tags: true,
    target: true,
    ulimits: build("ulimits: {nproc: 1}"),
  } satisfies Covered<Build>,
  "services.*.healthcheck": {
    test: true,
    interval: true,
    timeout: true,
    retries: true,
    start_period: true,
    start_interval: api("1.44"),
    disable: true,
  } satisfies Covered<Healthcheck>,
  "services.*.depends_on.*": {
    condition: true,
    required: true,
    restart: true,
  } satisfies Covered<ServiceDependency>,
  "services.*.networks.*": {
    aliases: true,
    driver_opts: true,
    gw_priority: api("1.48"),
    interface_name: api("1.49"),
    ipv4_address: true,
    ipv6_address: true,
    link_local_ips: true,
    mac_address: api("1.44"),
    priority: true,
  } satisfies Covered<ServiceNetwork>,
  "services.*.ports.*": {
    name: true,
    mode: true,
    host_ip: true,
    target: true,
    published: true,
    protocol: true,
    app_protocol: true,
  } satisfies Covered<Port>,
  "services.*.volumes.*": {
    type: true,
    source: true,
    target: true,
    read_only: true,
    consistency: true,
    bind: true,
    volume: true,
    tmpfs: true,
    image: refused("volumes: [{type: image, source: x, target: /y, image: {subpath: a}}]"),
  } satisfies Covered<Mount>,
  "services.*.volumes.*.bind": {
    selinux: true,
    propagation: true,
    create_host_path: true,
    recursive: refused("volumes: [{type: bind, source: /x, target: /y, bind: {recursive: disabled}}]"),
  } satisfies Covered<NonNullable<Mount["bind"]>>,
  "services.*.volumes.*.volume": {
    labels: volumeOptions,
    nocopy: volumeOptions,
    subpath: api("1.45"),
  } satisfies Covered<NonNullable<Mount["volume"]>>,
  "services.*.volumes.*.tmpfs": {
    size: true,
    mode: true,
  } satisfies Covered<NonNullable<Mount["tmpfs"]>>,
  "services.*.configs.*": fileReference,
  "services.*.secrets.*": fileReference,
  "services.*.logging": { driver: true, options: true } satisfies Covered<NonNullable<Service["logging"]>>,
  "services.*.blkio_config": {
    weight: "the kernel here weighs no disks: the engine discards it",
    weight_device: refused("blkio_config: {weight_device: [{path: /x, weight: 5}]}"),
    device_read_bps: true,
    device_read_iops: true,
    device_write_bps: true,
    device_write_iops: true,
  } satisfies Covered<BlkioConfig>,
  "services.*.blkio_config.device_read_bps.*": rates,
  "services.*.deploy": {
    mode: true,
    replicas: true,
    labels: true,
    resources: true,
    restart_policy: true,
    placement: true,
    endpoint_mode: true,
    update_config: true,
    rollback_config: true,
  } satisfies Covered<Deploy>,
  "services.*.deploy.restart_policy": {
    condition: true,
    delay: true,
    max_attempts: true,
    window: true,
  } satisfies Covered<NonNullable<Deploy["restart_policy"]>>,
  "services.*.deploy.resources.limits": {
    ...resource,
    cpus: true,
    pids: true,
    devices: "compose has it below reservations only",
  } satisfies Covered<DeployResource>,
  "services.*.deploy.resources.reservations": {
    ...resource,
    cpus: true,
    pids: "compose has it below limits only",
    devices: noGpu,
  } satisfies Covered<DeployResource>,
  "services.*.gpus.*": deviceRequest,
  "networks.*": {
    name: true,
    driver: true,
    driver_opts: true,
    ipam: true,
    external: true,
    internal: true,
    attachable: true,
    labels: true,
    enable_ipv4: true,
    enable_ipv6: true,
  } satisfies Covered<Network>,
  "networks.*.ipam": {
    driver: true,
    config: true,
    options: "compose reads them and does nothing with them",
  } satisfies Covered<Network["ipam"]>,
  "networks.*.ipam.config.*": {
    subnet: true,
    gateway: true,
    ip_range: true,
    aux_addresses: true,
  } satisfies Covered<IpamPool>,
  "volumes.*": {
    name: true,
    driver: true,
    driver_opts: true,
    external: true,
    labels: true,
  } satisfies Covered<Volume>,
  "configs.*": { ...fileObject, content: true, environment: true } satisfies Covered<FileObject>,
  "secrets.*": {
    ...fileObject,
    content: "compose has it for configs only",
    environment: true,
  } satisfies Covered<FileObject>,
};
