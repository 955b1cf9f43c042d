package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// manifest is the part of a package.json that tells of a plugin.
type manifest struct {
	Version string
	Pulumi  *struct {
		Resource bool
		Name     string
		Version  string
		Server   string
	}
}

// GetRequiredPackages names the plugins that the npm packages beside the program ask for.
func (*host) GetRequiredPackages(
	_ context.Context, req *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	var found []*pulumirpc.PackageDependency
	modules := filepath.Join(req.GetInfo().GetProgramDirectory(), "node_modules")
	for _, pattern := range []string{"*/package.json", "@*/*/package.json"} {
		paths, err := filepath.Glob(filepath.Join(modules, pattern))
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			if dependency := readDependency(path); dependency != nil {
				found = append(found, dependency)
			}
		}
	}
	return &pulumirpc.GetRequiredPackagesResponse{Packages: found}, nil
}

// readDependency returns nil for a package that needs no plugin, which an unreadable one is taken for.
func readDependency(path string) *pulumirpc.PackageDependency {
	text, err := os.ReadFile(path)
	var m manifest
	if err != nil || json.Unmarshal(text, &m) != nil || m.Pulumi == nil || !m.Pulumi.Resource {
		return nil
	}
	name, version := m.Pulumi.Name, m.Pulumi.Version
	if name == "" {
		name = filepath.Base(filepath.Dir(path))
	}
	if version == "" {
		version = m.Version
	}
	version = "v" + strings.TrimPrefix(version, "v")
	return &pulumirpc.PackageDependency{Name: name, Kind: "resource", Version: version, Server: m.Pulumi.Server}
}
