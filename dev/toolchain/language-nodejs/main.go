// pulumi-language-nodejs runs Node.js programs for Pulumi's engine.
//
// It serves machines that cannot download the official language host, whose module the Go proxy does not carry.
// It runs programs, tells which plugins they need, and passes on to a program beside it what code is to be generated.
// It installs nothing.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// version is set at link time to that of the engine it is built with.
var version = "0.0.0"

// How often the engine is asked whether it still lives; without it nobody needs this process.
const healthcheckPeriod = 5 * time.Minute

type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engine string
}

func (*host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

func main() {
	// The engine passes its address last; what precedes it are options that every request carries as well.
	engine := os.Args[len(os.Args)-1]
	if err := serve(engine); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(engine string) error {
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan bool)
	go func() {
		<-ctx.Done()
		close(stopped)
	}()
	if err := rpcutil.Healthcheck(ctx, engine, healthcheckPeriod, stop); err != nil {
		return fmt.Errorf("watching the engine at %s: %w", engine, err)
	}
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stopped,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, &host{engine: engine})
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("serving the engine: %w", err)
	}
	fmt.Println(server.Port)
	return <-server.Done
}
