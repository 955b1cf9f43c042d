/** Compose files in, plain descriptions of containers out. Imports no Pulumi. */
export type {
  ContainerFields,
  ContainerUpdates,
  MountFields,
  NetworkAttachment,
  NetworkFields,
  VolumeFields,
} from "./fields.ts";
export type { Files } from "./files.ts";
export { type LoadedStack, loadStack } from "./load.ts";
export type * from "./model.ts";
export type * from "./plan.ts";
export { planStack } from "./plan-stack.ts";
export type { StackSource } from "./source.ts";
export { checkStacks, type PlacedStack } from "./stacks.ts";
