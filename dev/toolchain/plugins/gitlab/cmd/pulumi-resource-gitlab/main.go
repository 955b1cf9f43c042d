// Command pulumi-resource-gitlab is the resource plugin `gitlab` for machines that cannot download the official one.
// It serves the same tokens, properties and behaviour.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"smallboat/dev/toolchain/plugins/gitlab/provider"
)

// version is set when linking.
var version = "0.0.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := provider.Serve(ctx, version); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
