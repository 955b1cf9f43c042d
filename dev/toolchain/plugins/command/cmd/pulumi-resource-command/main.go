// Command pulumi-resource-command is the resource plugin `command` for machines that cannot download the official
// one. It serves the same tokens, properties and behaviour, over the same framework.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	p "github.com/pulumi/pulumi-go-provider"

	"smallboat/dev/toolchain/plugins/command/provider"
)

// version is set when linking.
var version = "0.0.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	plugin := provider.New()
	// The server drains its calls before it stops, so running commands have to be told to end.
	context.AfterFunc(ctx, func() { _ = plugin.Cancel(context.Background()) })

	if err := p.RunProvider(ctx, provider.Name, version, plugin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
