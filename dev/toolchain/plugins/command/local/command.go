package local

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"smallboat/dev/toolchain/plugins/command/internal/lifecycle"
)

// Command is the resource `command:local:Command`.
type Command struct{}

// CommandInputs are its inputs.
type CommandInputs struct {
	lifecycle.Inputs
	ExecutionInputs
}

// CommandOutputs are its inputs and what its last command left.
type CommandOutputs struct {
	CommandInputs
	ExecutionOutputs
}

// Annotate describes the resource in the schema.
func (c *Command) Annotate(a infer.Annotator) {
	a.Describe(&c, "A local command, run as the resource is created, updated and deleted. "+
		"It fails when the command's exit code is not zero.")
}

// WireDependencies makes what the command leaves depend on every input: unknown if one is, secret if one is. An
// output that repeats an input is what that input is.
func (Command) WireDependencies(f infer.FieldSelector, args *CommandInputs, state *CommandOutputs) {
	for _, output := range []any{&state.Stdout, &state.Stderr, &state.Assets, &state.Archive} {
		f.OutputField(output).DependsOn(f.InputField(args))
	}
}

// Create runs `create`, if given.
func (Command) Create(
	ctx context.Context, req infer.CreateRequest[CommandInputs],
) (resp infer.CreateResponse[CommandOutputs], err error) {
	resp.Output.CommandInputs = req.Inputs
	if resp.ID, err = resource.NewUniqueHex(req.Name, 8, 0); err != nil || req.DryRun || req.Inputs.Create == nil {
		return resp, err
	}
	resp.Output.ExecutionOutputs, err = req.Inputs.run(ctx, *req.Inputs.Create, lifecycle.Outputs{})
	return resp, err
}

// Read finds the files again, because the engine tells a provider no more of its assets than their hashes. Where
// the directory is gone, so are they. What the command wrote stays as it was.
func (Command) Read(
	_ context.Context, req infer.ReadRequest[CommandInputs, CommandOutputs],
) (infer.ReadResponse[CommandInputs, CommandOutputs], error) {
	state := req.State
	if files, err := state.files(); err == nil {
		state.FileOutputs = files
	} else {
		state.FileOutputs = FileOutputs{}
	}
	return infer.ReadResponse[CommandInputs, CommandOutputs]{ID: req.ID, Inputs: req.Inputs, State: state}, nil
}

// Update runs `update`, or else `create`; without either the output stays as it was.
func (Command) Update(
	ctx context.Context, req infer.UpdateRequest[CommandInputs, CommandOutputs],
) (resp infer.UpdateResponse[CommandOutputs], err error) {
	resp.Output = CommandOutputs{CommandInputs: req.Inputs, ExecutionOutputs: req.State.ExecutionOutputs}
	if req.DryRun {
		return resp, nil
	}
	if command := req.Inputs.OnUpdate(); command != nil {
		resp.Output.ExecutionOutputs, err = req.Inputs.run(ctx, *command, req.State.Outputs)
	} else {
		resp.Output.FileOutputs, err = req.Inputs.files()
	}
	return resp, err
}

// Delete runs `delete`, if given. Nothing reads files after it, so the paths are left alone.
func (Command) Delete(ctx context.Context, req infer.DeleteRequest[CommandOutputs]) (infer.DeleteResponse, error) {
	if req.State.Delete == nil {
		return infer.DeleteResponse{}, nil
	}
	_, err := req.State.execute(ctx, *req.State.Delete, req.State.Outputs)
	return infer.DeleteResponse{}, err
}
