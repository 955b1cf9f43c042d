// Package provider puts the resources and functions of the plugin `command` together.
package provider

import (
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/middleware/schema"

	"smallboat/dev/toolchain/plugins/command/local"
	"smallboat/dev/toolchain/plugins/command/remote"
)

// Name is the package part of every token.
const Name = "command"

// New returns the provider. Tokens follow from the Go packages: `command:local:Command` and so on.
func New() p.Provider {
	return infer.Provider(infer.Options{
		Metadata: schema.Metadata{
			DisplayName: "Command",
			Description: "Runs commands and copies files, locally or over ssh, as part of a resource's life cycle.",
			License:     "Apache-2.0",
		},
		Resources: []infer.InferredResource{
			infer.Resource(local.Command{}),
			infer.Resource(remote.Command{}),
			infer.Resource(remote.CopyToRemote{}),
			infer.Resource(remote.CopyFile{}),
		},
		Functions: []infer.InferredFunction{
			infer.Function(local.Run{}),
		},
	})
}
