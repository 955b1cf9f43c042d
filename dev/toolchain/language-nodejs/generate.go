package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/proto"
)

// generator is the program beside this one that writes TypeScript.
const generator = "pulumi-generate-nodejs"

// GenerateProgram has the generator answer: the engine asks for code after an import.
func (*host) GenerateProgram(
	ctx context.Context, req *pulumirpc.GenerateProgramRequest,
) (*pulumirpc.GenerateProgramResponse, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	message, err := proto.Marshal(req)
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, filepath.Join(filepath.Dir(self), generator))
	command.Stdin = bytes.NewReader(message)
	answer, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return nil, fmt.Errorf("generating code: %s", bytes.TrimSpace(exit.Stderr))
	}
	if err != nil {
		return nil, fmt.Errorf("generating code: %w", err)
	}
	var res pulumirpc.GenerateProgramResponse
	return &res, proto.Unmarshal(answer, &res)
}
