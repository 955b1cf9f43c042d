import type { ResourceTransformation } from "@pulumi/pulumi";

/**
 * Leaves out the inputs of a resource that have no value. The SDK makes an output of four promises for each name of an input, and a
 * container has 80 names. Without them a resource has its `id`, and the outputs of the inputs that it was given.
 */
export const withoutAbsentInputs: ResourceTransformation = ({ props, opts }) => ({
  props: Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)),
  opts,
});
