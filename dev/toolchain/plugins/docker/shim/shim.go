// Package shim re-exports the constructor of the upstream Docker provider, which lives in an internal package.
package shim

import (
	"os"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// NewProvider returns the upstream provider; with TF_LOG set it keeps telling what it does.
func NewProvider(version string) *schema.Provider {
	upstream := provider.New(version)()
	if os.Getenv("TF_LOG") == "" {
		for _, resource := range upstream.ResourcesMap {
			quiet(resource)
		}
	}
	return upstream
}
