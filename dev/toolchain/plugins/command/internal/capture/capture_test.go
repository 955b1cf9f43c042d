package capture_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"smallboat/dev/toolchain/plugins/command/internal/capture"
	"smallboat/dev/toolchain/plugins/command/internal/lifecycle"
)

func TestLinesAreShownWhenComplete(t *testing.T) {
	var lines []string
	recorder := capture.New(capture.Streams{Stdout: true}, func(line string) { lines = append(lines, line) })
	write := func(stream io.Writer, chunk string) { _, _ = stream.Write([]byte(chunk)) }
	long := strings.Repeat("x", 1<<20)

	write(recorder.Stdout(), "one\ntw")
	assert.Equal(t, []string{"one"}, lines)
	write(recorder.Stderr(), "hidden\n")
	write(recorder.Stdout(), "o\n"+long)
	assert.Equal(t, []string{"one", "two"}, lines)

	outputs, err := recorder.Finish(nil)
	assert.NoError(t, err)
	assert.Equal(t, []string{"one", "two", long}, lines)
	assert.Equal(t, lifecycle.Outputs{Stdout: "one\ntwo\n" + long, Stderr: "hidden"}, outputs)
}

func TestFailureRepeatsOnlyWhatIsShown(t *testing.T) {
	failure := errors.New("exit status 1")
	recorder := capture.New(capture.Streams{Stderr: true}, func(string) {})
	_, _ = recorder.Stdout().Write([]byte("hidden\n"))
	_, _ = recorder.Stderr().Write([]byte("seen"))

	_, err := recorder.Finish(failure)
	assert.ErrorIs(t, err, failure)
	assert.EqualError(t, err, "command failed: exit status 1\nseen")
}
