// Package capture records what a command writes, shows it line by line, and explains its failure.
package capture

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"smallboat/dev/toolchain/plugins/command/internal/lifecycle"
)

// tailLines is how much of a failed command's output its error repeats.
const tailLines = 40

// Streams says which streams may be shown to people.
type Streams struct{ Stdout, Stderr bool }

// Recorder takes a command's two streams, which may be written at the same time.
type Recorder struct {
	shown          Streams
	log            func(line string)
	mutex          sync.Mutex
	stdout, stderr stream
	tail           []string
}

// New makes a recorder that hands each line of the shown streams to log as soon as it is complete.
func New(shown Streams, log func(line string)) *Recorder {
	recorder := &Recorder{shown: shown, log: log}
	recorder.stdout = stream{recorder: recorder, shown: shown.Stdout}
	recorder.stderr = stream{recorder: recorder, shown: shown.Stderr}
	return recorder
}

// Stdout is where the command's standard output goes.
func (r *Recorder) Stdout() io.Writer { return &r.stdout }

// Stderr is where the command's standard error goes.
func (r *Recorder) Stderr() io.Writer { return &r.stderr }

// Finish ends the recording: a last line without newline is shown too. A failure is explained by the end of the
// output, but never by a stream that is not shown, for it may hold secrets, and so may the text of the command.
func (r *Recorder) Finish(failure error) (lifecycle.Outputs, error) {
	r.stdout.flush()
	r.stderr.flush()
	if failure == nil {
		return lifecycle.Outputs{Stdout: r.stdout.text(), Stderr: r.stderr.text()}, nil
	}
	if len(r.tail) > 0 {
		return lifecycle.Outputs{}, fmt.Errorf("command failed: %w\n%s", failure, strings.Join(r.tail, "\n"))
	}
	if !r.shown.Stdout || !r.shown.Stderr {
		return lifecycle.Outputs{}, fmt.Errorf("command failed: %w; its output is withheld by `logging`", failure)
	}
	return lifecycle.Outputs{}, fmt.Errorf("command failed: %w; it wrote nothing", failure)
}

// show is called with the mutex held.
func (r *Recorder) show(line string) {
	r.log(line)
	r.tail = append(r.tail, line)
	if len(r.tail) > tailLines {
		r.tail = r.tail[1:]
	}
}
