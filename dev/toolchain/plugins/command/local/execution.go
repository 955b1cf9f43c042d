package local

import (
	"context"

	"smallboat/dev/toolchain/plugins/command/internal/lifecycle"
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
	files, err := in.files()
	return ExecutionOutputs{Outputs: written, FileOutputs: files}, err
}

// files are those that the paths match now.
func (in ExecutionInputs) files() (FileOutputs, error) {
	dir, err := in.directory()
	if err != nil {
		return FileOutputs{}, err
	}
	return in.collect(dir)
}
