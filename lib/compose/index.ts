/** Turns compose files into plain descriptions of containers. Does not import Pulumi. */

export { checkStacks, type StackOnEngine } from "./check-stacks.ts";
export { diskFileSystem, type FileSystem } from "./file-system.ts";
export { type FileHashes, gitHash } from "./hash/file-hashes.ts";
export { type LoadedStack, loadStack } from "./load.ts";
export type * from "./model.ts";
export { planStack } from "./plan-stack.ts";
export { bindingText, type PortBinding, type PortClaim } from "./ports.ts";
export type {
  ContainerFields,
  ContainerUpdates,
  MountFields,
  NetworkAttachment,
  NetworkFields,
  VolumeFields,
} from "./provider-fields.ts";
export * from "./stack-plan.ts";
export type { StackSource } from "./stack-source.ts";
export type { ServiceSources, StackSources } from "./stack-sources.ts";
export { position } from "./tree/node.ts";
