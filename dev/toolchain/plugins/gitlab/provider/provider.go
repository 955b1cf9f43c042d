package provider

import (
	"context"
	"encoding/json"
	"fmt"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"smallboat/dev/toolchain/plugins/gitlab/api"
	"smallboat/dev/toolchain/plugins/gitlab/resources"
)

// server is one configured provider.
type server struct {
	client *api.Client
}

// New returns the provider.
func New(version string) p.Provider {
	s := &server{}
	return p.Provider{
		GetSchema: func(context.Context, p.GetSchemaRequest) (p.GetSchemaResponse, error) {
			text, err := json.Marshal(Package(version).Schema())
			return p.GetSchemaResponse{Schema: string(text)}, err
		},
		CheckConfig: s.checkConfig, DiffConfig: s.diffConfig, Configure: s.configure,
		Check: s.check, Diff: s.diff, Create: s.create, Read: s.read, Update: s.update, Delete: s.delete,
	}
}

func kindOf(urn resource.URN) (*resources.Kind, error) {
	for _, kind := range resources.Kinds() {
		if kind.Token() == string(urn.Type()) {
			return kind, nil
		}
	}
	return nil, fmt.Errorf("%s: this plugin knows no such resource type; use the official plugin", urn.Type())
}
