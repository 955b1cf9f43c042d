package local

import (
	"context"

	"smallboat/toolchain/plugins/command/internal/lifecycle"
)

// ExecutionInputs are what a run needs besides the command itself.
type ExecutionInputs struct {
	ProcessInputs
	FileInputs
}

// ExecutionOutputs are what a run leaves.
type ExecutionOutputs struct {
	lifecycle.Outputs
	FileOutputs
}

func (in ExecutionInputs) run(
	ctx context.Context, command string, previous lifecycle.Outputs,
) (ExecutionOutputs, error) {
	written, err := in.execute(ctx, command, previous)
	if err != nil {
		return ExecutionOutputs{}, err
	}
	dir, err := in.directory()
	if err != nil {
		return ExecutionOutputs{}, err
	}
	files, err := in.collect(dir)
	return ExecutionOutputs{Outputs: written, FileOutputs: files}, err
}
