package local

import (
	"github.com/pulumi/pulumi-go-provider/infer"

	"smallboat/dev/toolchain/plugins/command/internal/logging"
)

// Logging is the enum `command:local:Logging`.
type Logging string

// Values are the members of the enum.
func (Logging) Values() []infer.EnumValue[Logging] { return logging.Values[Logging]() }
