// pulumi-resource-docker serves the Docker provider to Pulumi's engine.
package main

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"

	docker "smallboat/dev/toolchain/plugins/docker"
)

// version is set at link time to that of the npm package.
var version = "0.0.0"

func main() {
	tfbridge.Main("docker", version, docker.Provider(version), []byte(`{"name":"docker"}`))
}
