package capture

import (
	"bytes"
	"strings"
)

// stream is one of a recorder's two streams.
type stream struct {
	recorder *Recorder
	shown    bool
	written  bytes.Buffer
	pending  []byte
}

// Write keeps everything and shows the lines that are complete, of whatever length.
func (s *stream) Write(chunk []byte) (int, error) {
	s.recorder.mutex.Lock()
	defer s.recorder.mutex.Unlock()

	s.written.Write(chunk)
	if !s.shown {
		return len(chunk), nil
	}
	s.pending = append(s.pending, chunk...)
	for {
		line, rest, complete := bytes.Cut(s.pending, []byte("\n"))
		if !complete {
			return len(chunk), nil
		}
		s.recorder.show(string(line))
		s.pending = rest
	}
}

func (s *stream) flush() {
	s.recorder.mutex.Lock()
	defer s.recorder.mutex.Unlock()

	if len(s.pending) > 0 {
		s.recorder.show(string(s.pending))
		s.pending = nil
	}
}

func (s *stream) text() string {
	return strings.TrimSuffix(s.written.String(), "\n")
}
