package provider

import (
	"context"
	"encoding/json"

	p "github.com/pulumi/pulumi-go-provider"
)

// New returns the provider.
func New(version string) p.Provider {
	return p.Provider{
		GetSchema: func(context.Context, p.GetSchemaRequest) (p.GetSchemaResponse, error) {
			text, err := json.Marshal(Package(version).Schema())
			return p.GetSchemaResponse{Schema: string(text)}, err
		},
	}
}
