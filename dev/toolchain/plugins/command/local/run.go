package local

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"

	"smallboat/dev/toolchain/plugins/command/internal/lifecycle"
)

// Run is the function `command:local:run`.
type Run struct{}

// RunInputs are its arguments.
type RunInputs struct {
	ExecutionInputs
	Command string `pulumi:"command"`
}

// Annotate describes the arguments in the schema.
func (in *RunInputs) Annotate(a infer.Annotator) {
	a.Describe(&in.Command, "The command to run.")
}

// RunOutputs are its arguments and what the command left.
type RunOutputs struct {
	RunInputs
	ExecutionOutputs
}

// Annotate describes the function in the schema.
func (r *Run) Annotate(a infer.Annotator) {
	a.Describe(&r, "Runs a local command on every preview and every deployment.")
}

// Invoke runs the command.
func (Run) Invoke(
	ctx context.Context, req infer.FunctionRequest[RunInputs],
) (resp infer.FunctionResponse[RunOutputs], err error) {
	resp.Output.RunInputs = req.Input
	resp.Output.ExecutionOutputs, err = req.Input.run(ctx, req.Input.Command, lifecycle.Outputs{})
	return resp, err
}
