package remote

import (
	"context"
	"fmt"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"golang.org/x/crypto/ssh"

	"smallboat/dev/toolchain/plugins/command/internal/capture"
	"smallboat/dev/toolchain/plugins/command/internal/lifecycle"
	"smallboat/dev/toolchain/plugins/command/internal/logging"
)

// SessionInputs say how a command is run on the host.
type SessionInputs struct {
	ConnectionInput
	lifecycle.PreviousOutput
	Environment *map[string]string `pulumi:"environment,optional"`
	Stdin       *string            `pulumi:"stdin,optional"`
	Logging     *Logging           `pulumi:"logging,optional"`
}

// Annotate describes the inputs in the schema.
func (in *SessionInputs) Annotate(a infer.Annotator) {
	a.Describe(&in.Environment, "Variables of the command's environment. The ssh server has to accept them (AcceptEnv).")
	a.Describe(&in.Stdin, "The command's standard input.")
	a.Describe(&in.Logging, logging.Description)
}

// execute runs a command on the host to its end and returns what it wrote.
func (in SessionInputs) execute(
	ctx context.Context, command string, previous lifecycle.Outputs,
) (lifecycle.Outputs, error) {
	client, err := in.Connection.dial(ctx)
	if err != nil {
		return lifecycle.Outputs{}, err
	}
	defer func() { _ = client.Close() }()
	session, err := client.NewSession()
	if err != nil {
		return lifecycle.Outputs{}, fmt.Errorf("opening a session on %s: %w", in.Connection.Host, err)
	}
	if err := in.sendEnvironment(ctx, session, previous); err != nil {
		return lifecycle.Outputs{}, err
	}
	if in.Stdin != nil {
		session.Stdin = strings.NewReader(*in.Stdin)
	}

	recorder := capture.New(logging.Shown(in.Logging), p.GetLogger(ctx).InfoStatus)
	session.Stdout, session.Stderr = recorder.Stdout(), recorder.Stderr()
	stop := context.AfterFunc(ctx, func() {
		_ = session.Signal(ssh.SIGTERM)
		_ = client.Close()
	})
	defer stop()
	err = session.Run(command)
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return recorder.Finish(err)
}

// sendEnvironment fails if the server refuses a variable that was asked for. The previous output is an extra: most
// servers refuse it, and then the command runs without.
func (in SessionInputs) sendEnvironment(
	ctx context.Context, session *ssh.Session, previous lifecycle.Outputs,
) error {
	if in.Environment != nil {
		for name, value := range *in.Environment {
			if err := session.Setenv(name, value); err != nil {
				return fmt.Errorf("environment: %s refuses %s; add it to AcceptEnv of its ssh server, "+
					"or set it in the command itself: %w", in.Connection.Host, name, err)
			}
		}
	}
	for name, value := range in.PreviousOutput.Variables(previous) {
		if err := session.Setenv(name, value); err != nil {
			p.GetLogger(ctx).Debugf("%s refuses %s: %v", in.Connection.Host, name, err)
		}
	}
	return nil
}
