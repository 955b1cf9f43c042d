package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// The SDK exits so when it has told the user what was wrong: there is nothing to add.
const exitAfterMessage = 32

// Run runs the program and waits for its end. Its output is this process's own, which the engine shows.
func (h *host) Run(ctx context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	arguments, err := h.arguments(req)
	if err != nil {
		return nil, err
	}
	environment, err := environment(req)
	if err != nil {
		return nil, err
	}
	program := exec.CommandContext(ctx, "node", arguments...)
	program.Dir = req.GetPwd()
	program.Env = append(os.Environ(), environment...)
	program.Stdout, program.Stderr = os.Stdout, os.Stderr

	var exit *exec.ExitError
	switch err := program.Run(); {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &exit) && exit.ExitCode() == exitAfterMessage:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case errors.As(err, &exit) && exit.Exited():
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("program exited with code %d", exit.ExitCode())}, nil
	default:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("running the program: %v", err)}, nil
	}
}

// arguments is the command line of node: its own options, the SDK's entry point, the run, the program.
func (h *host) arguments(req *pulumirpc.RunRequest) ([]string, error) {
	info := req.GetInfo()
	entry, err := sdkEntry(info.GetProgramDirectory())
	if err != nil {
		return nil, err
	}
	arguments := strings.Fields(info.GetOptions().GetFields()["nodeargs"].GetStringValue())
	arguments = append(arguments, entry)
	for _, flag := range [][2]string{
		{"monitor", req.GetMonitorAddress()},
		{"engine", h.engine},
		{"organization", req.GetOrganization()},
		{"project", req.GetProject()},
		{"root-directory", info.GetRootDirectory()},
		{"stack", req.GetStack()},
		{"pwd", req.GetPwd()},
		{"parallel", strconv.Itoa(int(req.GetParallel()))},
	} {
		if flag[1] != "" {
			arguments = append(arguments, "--"+flag[0], flag[1])
		}
	}
	if req.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	return append(append(arguments, info.GetEntryPoint()), req.GetArgs()...), nil
}

// sdkEntry finds the SDK as node would: in the nearest node_modules above the program.
func sdkEntry(program string) (string, error) {
	for dir := program; ; dir = filepath.Dir(dir) {
		entry := filepath.Join(dir, "node_modules", "@pulumi", "pulumi", "cmd", "run")
		if _, err := os.Stat(entry); err == nil {
			return entry, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s: expected the npm package @pulumi/pulumi, found none; run make setup", program)
		}
	}
}

// environment hands over what must not stand on a command line, and the program's options.
func environment(req *pulumirpc.RunRequest) ([]string, error) {
	config, err := json.Marshal(req.GetConfig())
	if err != nil {
		return nil, err
	}
	secrets, err := json.Marshal(append([]string{}, req.GetConfigSecretKeys()...))
	if err != nil {
		return nil, err
	}
	variables := []string{"PULUMI_CONFIG=" + string(config), "PULUMI_CONFIG_SECRET_KEYS=" + string(secrets)}
	options := req.GetInfo().GetOptions().GetFields()
	// ts-node is the SDK's default, as with the official language host.
	if typescript, set := options["typescript"]; !set || typescript.GetBoolValue() {
		variables = append(variables, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	return variables, nil
}
