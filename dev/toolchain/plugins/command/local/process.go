// Package local runs commands on the machine of the Pulumi engine.
package local

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"

	"smallboat/dev/toolchain/plugins/command/internal/capture"
	"smallboat/dev/toolchain/plugins/command/internal/lifecycle"
	"smallboat/dev/toolchain/plugins/command/internal/logging"
)

// ProcessInputs say how a command is run.
type ProcessInputs struct {
	lifecycle.PreviousOutput
	Interpreter *[]string          `pulumi:"interpreter,optional"`
	Dir         *string            `pulumi:"dir,optional"`
	Environment *map[string]string `pulumi:"environment,optional"`
	Stdin       *string            `pulumi:"stdin,optional"`
	Logging     *Logging           `pulumi:"logging,optional"`
}

// Annotate describes the inputs in the schema.
func (in *ProcessInputs) Annotate(a infer.Annotator) {
	a.Describe(&in.Interpreter, "The program and arguments that get the command as last argument. "+
		"Defaults to `[\"/bin/sh\", \"-c\"]`.")
	a.Describe(&in.Dir, "The directory in which the command runs; it has to exist. Defaults to the program's.")
	a.Describe(&in.Environment, "Variables on top of the engine's own environment.")
	a.Describe(&in.Stdin, "The command's standard input.")
	a.Describe(&in.Logging, logging.Description)
}

// execute runs a command to its end and returns what it wrote. When the context ends, so does the command.
func (in ProcessInputs) execute(
	ctx context.Context, command string, previous lifecycle.Outputs,
) (lifecycle.Outputs, error) {
	dir, err := in.directory()
	if err != nil {
		return lifecycle.Outputs{}, err
	}
	interpreter := []string{"/bin/sh", "-c"}
	if in.Interpreter != nil && len(*in.Interpreter) > 0 {
		interpreter = *in.Interpreter
	}
	arguments := append(slices.Clone(interpreter[1:]), command)
	process := exec.CommandContext(ctx, interpreter[0], arguments...)
	process.Dir = dir
	process.Env = os.Environ()
	if in.Environment != nil {
		for name, value := range *in.Environment {
			process.Env = append(process.Env, name+"="+value)
		}
	}
	for name, value := range in.PreviousOutput.Variables(previous) {
		process.Env = append(process.Env, name+"="+value)
	}
	if in.Stdin != nil {
		process.Stdin = strings.NewReader(*in.Stdin)
	}

	recorder := capture.New(logging.Shown(in.Logging), p.GetLogger(ctx).InfoStatus)
	process.Stdout, process.Stderr = recorder.Stdout(), recorder.Stderr()
	return recorder.Finish(runGroup(ctx, process))
}

// directory is where the command runs. Without `dir` the path is absolute, as assets in the state name it.
func (in ProcessInputs) directory() (string, error) {
	if in.Dir == nil {
		return os.Getwd()
	}
	if info, err := os.Stat(*in.Dir); err != nil || !info.IsDir() {
		return "", fmt.Errorf("dir: expected an existing directory, found none at %s", *in.Dir)
	}
	return *in.Dir, nil
}
