package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const localCommand = "command:local:Command"

func TestCreateKeepsInputsAndOutput(t *testing.T) {
	state := newSubject(t, localCommand).mustCreate(values{"create": text("echo out; echo; echo err >&2")})

	assert.Equal(t, property.NewMap(values{
		"create": text("echo out; echo; echo err >&2"),
		"stdout": text("out\n"),
		"stderr": text("err"),
	}), state)
}

func TestCreateWithoutCommandRunsNothing(t *testing.T) {
	state := newSubject(t, localCommand).mustCreate(values{"delete": text("exit 1")})

	assert.Equal(t, property.NewMap(values{"delete": text("exit 1"), "stdout": text(""), "stderr": text("")}), state)
}

func TestProcessInputs(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	cases := map[string]struct {
		inputs values
		stdout string
	}{
		"environment": {values{
			"create":      text(`echo "$GREETING $HOME"`),
			"environment": property.New(values{"GREETING": text("hello there")}),
		}, "hello there " + os.Getenv("HOME")},
		"stdin":       {values{"create": text("tr a-z A-Z"), "stdin": text("from stdin")}, "FROM STDIN"},
		"dir":         {values{"create": text("pwd -P"), "dir": text(dir)}, dir},
		"interpreter": {values{"create": text("print(6*7)"), "interpreter": list("python3", "-c")}, "42"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, text(c.stdout), newSubject(t, localCommand).mustCreate(c.inputs).Get("stdout"))
		})
	}
}

func TestUpdateRunsUpdateOrElseCreate(t *testing.T) {
	it := newSubject(t, localCommand)
	state := it.mustCreate(values{"create": text("echo one")})

	state = it.mustUpdate(state, values{"create": text("echo two")})
	assert.Equal(t, text("two"), state.Get("stdout"))

	state = it.mustUpdate(state, values{"create": text("echo two"), "update": text("echo three")})
	assert.Equal(t, text("three"), state.Get("stdout"))

	state = it.mustUpdate(state, values{"delete": text("true")})
	assert.Equal(t, property.NewMap(values{
		"delete": text("true"), "stdout": text("three"), "stderr": text(""),
	}), state)
}

func TestPreviousOutputIsInTheEnvironment(t *testing.T) {
	it := newSubject(t, localCommand)
	const report = `echo "[$PULUMI_COMMAND_STDOUT|$PULUMI_COMMAND_STDERR]"`
	state := it.mustCreate(values{"create": text("echo out; echo err >&2")})

	given := it.mustUpdate(state, values{"create": text(report)})
	assert.Equal(t, text("[out|err]"), given.Get("stdout"))

	withheld := it.mustUpdate(state, values{"create": text(report), "addPreviousOutputInEnv": property.New(false)})
	assert.Equal(t, text("[|]"), withheld.Get("stdout"))
}

func TestDeleteRunsWithPreviousOutput(t *testing.T) {
	it := newSubject(t, localCommand)
	dir := t.TempDir()
	state := it.mustCreate(values{
		"create": text("echo created"),
		"delete": text(`printf %s "$PULUMI_COMMAND_STDOUT" > deleted`),
		"dir":    text(dir),
	})

	require.NoError(t, it.delete(state))
	written, err := os.ReadFile(filepath.Join(dir, "deleted"))
	require.NoError(t, err)
	assert.Equal(t, "created", string(written))

	require.NoError(t, it.delete(it.mustCreate(values{"create": text("true")})))
}

func TestDiff(t *testing.T) {
	it := newSubject(t, localCommand)
	inputs := values{"create": text("true"), "triggers": list("a")}
	state := it.mustCreate(inputs)

	assert.Empty(t, it.diff(state, inputs))
	assert.Equal(t, map[string]p.PropertyDiff{"create": {Kind: p.Update}},
		it.diff(state, values{"create": text("false"), "triggers": list("a")}))
	assert.Equal(t, map[string]p.PropertyDiff{"triggers": {Kind: p.DeleteReplace}},
		it.diff(state, values{"create": text("true")}))
	// The SDK asks the engine to replace on `triggers[*]`, so reporting the element is enough.
	assert.Equal(t, map[string]p.PropertyDiff{"triggers[0]": {Kind: p.Update}},
		it.diff(state, values{"create": text("true"), "triggers": list("b")}))
}
