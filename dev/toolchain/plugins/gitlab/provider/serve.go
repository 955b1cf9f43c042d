package provider

import (
	"context"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	rpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Serve answers the engine until the context ends.
func Serve(ctx context.Context, version string) error {
	return provider.MainContext(ctx, Name, func(host *provider.HostClient) (rpc.ResourceProviderServer, error) {
		inner, err := p.RawServer(Name, version, New(version))(host)
		return vigilant{inner}, err
	})
}

// vigilant asks the engine to look at GitLab before it compares: so a plain `pulumi up` repairs what somebody changed
// by hand. The framework does not know these answers yet.
type vigilant struct{ rpc.ResourceProviderServer }

func (v vigilant) Create(ctx context.Context, req *rpc.CreateRequest) (*rpc.CreateResponse, error) {
	response, err := v.ResourceProviderServer.Create(ctx, req)
	if response != nil {
		response.RefreshBeforeUpdate = true
	}
	return response, err
}

func (v vigilant) Read(ctx context.Context, req *rpc.ReadRequest) (*rpc.ReadResponse, error) {
	response, err := v.ResourceProviderServer.Read(ctx, req)
	if response != nil {
		response.RefreshBeforeUpdate = true
	}
	return response, err
}

func (v vigilant) Update(ctx context.Context, req *rpc.UpdateRequest) (*rpc.UpdateResponse, error) {
	response, err := v.ResourceProviderServer.Update(ctx, req)
	if response != nil {
		response.RefreshBeforeUpdate = true
	}
	return response, err
}
