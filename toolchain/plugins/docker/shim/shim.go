// Package shim re-exports the constructor of the upstream Docker provider, which lives in an internal package.
package shim

import (
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// NewProvider returns the upstream provider.
func NewProvider(version string) *schema.Provider { return provider.New(version)() }
