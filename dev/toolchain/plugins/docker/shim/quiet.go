package shim

import (
	"context"
	"io"
	"log"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

// quiet keeps the debug lines of a resource's operations to itself.
//
// The provider writes dozens of them for each container to the standard logger, and the bridge sends each one to
// the engine, which drops it: a fifth of a refresh's processor time. The bridge sets the logger's output at the
// start of every call, so it has to be set again behind that.
func quiet(resource *schema.Resource) {
	type operation = func(context.Context, *schema.ResourceData, any) diag.Diagnostics
	for _, field := range []*operation{
		(*operation)(&resource.CreateContext),
		(*operation)(&resource.ReadContext),
		(*operation)(&resource.UpdateContext),
		(*operation)(&resource.DeleteContext),
	} {
		if inner := *field; inner != nil {
			*field = func(ctx context.Context, data *schema.ResourceData, meta any) diag.Diagnostics {
				log.SetOutput(io.Discard)
				return inner(ctx, data, meta)
			}
		}
	}
}
