// Package logging holds the meaning of the enum `Logging`, which the local and the remote module each declare.
package logging

import (
	"github.com/pulumi/pulumi-go-provider/infer"

	"smallboat/dev/toolchain/plugins/command/internal/capture"
)

const (
	stdout          = "stdout"
	stderr          = "stderr"
	stdoutAndStderr = "stdoutAndStderr"
	none            = "none"
)

// Description is that of the input `logging`.
const Description = "Which output is shown while the command runs and in the error if it fails; the outputs " +
	"`stdout` and `stderr` hold everything in any case. Defaults to both streams."

// Values are the members of the enum.
func Values[M ~string]() []infer.EnumValue[M] {
	return []infer.EnumValue[M]{
		{Name: stdout, Value: stdout, Description: "Show stdout but not stderr"},
		{Name: stderr, Value: stderr, Description: "Show stderr but not stdout"},
		{Name: stdoutAndStderr, Value: stdoutAndStderr, Description: "Show stdout and stderr"},
		{Name: none, Value: none, Description: "Show nothing"},
	}
}

// Shown tells the streams that a mode lets through. No mode means both.
func Shown[M ~string](mode *M) capture.Streams {
	if mode == nil {
		return capture.Streams{Stdout: true, Stderr: true}
	}
	return capture.Streams{
		Stdout: *mode == stdout || *mode == stdoutAndStderr,
		Stderr: *mode == stderr || *mode == stdoutAndStderr,
	}
}
