package remote

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"smallboat/dev/toolchain/plugins/command/internal/lifecycle"
)

// Command is the resource `command:remote:Command`.
type Command struct{}

// CommandInputs are its inputs.
type CommandInputs struct {
	lifecycle.Inputs
	SessionInputs
}

// CommandOutputs are its inputs and what its last command wrote.
type CommandOutputs struct {
	CommandInputs
	lifecycle.Outputs
}

// Annotate describes the resource in the schema.
func (c *Command) Annotate(a infer.Annotator) {
	a.Describe(&c, "A command on a remote host, run over ssh as the resource is created, updated and deleted. "+
		"It fails when the command's exit code is not zero.")
}

// WireDependencies makes what the command wrote unknown if an input is, and secret if an input other than the
// connection is: that one always is secret, but the command never sees it.
func (Command) WireDependencies(f infer.FieldSelector, args *CommandInputs, state *CommandOutputs) {
	for _, output := range []any{&state.Stdout, &state.Stderr} {
		f.OutputField(output).DependsOn(f.InputField(args).Computed())
		for _, input := range []any{
			&args.Create, &args.Update, &args.Delete, &args.Triggers, &args.Environment, &args.Stdin,
		} {
			f.OutputField(output).DependsOn(f.InputField(input).Secret())
		}
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
	resp.Output.Outputs, err = req.Inputs.execute(ctx, *req.Inputs.Create, lifecycle.Outputs{})
	return resp, err
}

// Update runs `update`, or else `create`; without either the outputs stay as they were.
func (Command) Update(
	ctx context.Context, req infer.UpdateRequest[CommandInputs, CommandOutputs],
) (resp infer.UpdateResponse[CommandOutputs], err error) {
	resp.Output = CommandOutputs{CommandInputs: req.Inputs, Outputs: req.State.Outputs}
	command := req.Inputs.OnUpdate()
	if req.DryRun || command == nil {
		return resp, nil
	}
	resp.Output.Outputs, err = req.Inputs.execute(ctx, *command, req.State.Outputs)
	return resp, err
}

// Delete runs `delete`, if given.
func (Command) Delete(ctx context.Context, req infer.DeleteRequest[CommandOutputs]) (infer.DeleteResponse, error) {
	if req.State.Delete == nil {
		return infer.DeleteResponse{}, nil
	}
	_, err := req.State.execute(ctx, *req.State.Delete, req.State.Outputs)
	return infer.DeleteResponse{}, err
}
