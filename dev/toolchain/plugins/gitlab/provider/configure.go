package provider

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"os"
	"strconv"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"smallboat/dev/toolchain/plugins/gitlab/api"
)

// patience is the longest time that a request and its repetitions take.
const patience = 30 * time.Second

// checkConfig accepts settings as the engine keeps them: flags, numbers and maps may come as texts.
func (s *server) checkConfig(_ context.Context, req p.CheckRequest) (p.CheckResponse, error) {
	var failures []p.CheckFailure
	for _, about := range config {
		value, given := req.Inputs.GetOk(about.Name)
		if !given || value.IsString() {
			continue
		}
		failures = append(failures, mistakes(about.Name, about, value)...)
	}
	if address, ok := req.Inputs.GetOk("baseUrl"); ok && address.IsString() {
		if parsed, err := url.Parse(address.AsString()); err != nil || parsed.Host == "" {
			failures = append(failures, p.CheckFailure{Property: "baseUrl",
				Reason: "baseUrl: expected an address such as https://gitlab.example.org/api/v4/, found " + found(address)})
		}
	}
	return p.CheckResponse{Inputs: req.Inputs, Failures: failures}, nil
}

// diffConfig: another token or address is no reason to replace anything.
func (s *server) diffConfig(_ context.Context, req p.DiffRequest) (p.DiffResponse, error) {
	differences := map[string]p.PropertyDiff{}
	for _, about := range config {
		if !req.OldInputs.Get(about.Name).Equals(req.Inputs.Get(about.Name)) {
			differences[about.Name] = p.PropertyDiff{Kind: p.Update, InputDiff: true}
		}
	}
	return p.DiffResponse{HasChanges: len(differences) > 0, DetailedDiff: differences}, nil
}

// configure connects, unless a preview does not know yet to what.
func (s *server) configure(ctx context.Context, req p.ConfigureRequest) error {
	for _, about := range config {
		if req.Args.Get(about.Name).HasComputed() {
			s.client = nil
			return nil
		}
	}
	given := known(req.Args)
	settings := api.Settings{
		Token:      cmp.Or(given.Text("token"), os.Getenv("GITLAB_TOKEN")),
		BaseURL:    cmp.Or(given.Text("baseUrl"), os.Getenv("GITLAB_BASE_URL")),
		CACertFile: given.Text("cacertFile"),
		ClientCert: given.Text("clientCert"), ClientKey: given.Text("clientKey"),
		Insecure: flag(given["insecure"], false),
		Headers:  headers(req.Args.Get("headers")),
		Retries:  retries(given["retries"]),
		Patience: patience,
	}
	client, err := api.New(settings)
	if err != nil {
		return err
	}
	s.client = client
	early := flag(cmp.Or[any](given["earlyAuthCheck"], os.Getenv("GITLAB_EARLY_AUTH_CHECK")), true)
	if early && settings.Token != "" && !isAsleep(settings.BaseURL) {
		_, err = client.Get(ctx, "user", nil)
	}
	return err
}

func (s *server) isUndecided() bool { return s.client == nil }

func (s *server) connection() (*api.Client, error) {
	if s.client == nil {
		return nil, errors.New("the settings of the provider are not known yet")
	}
	return s.client, nil
}

func flag(value any, otherwise bool) bool {
	switch value := value.(type) {
	case bool:
		return value
	case string:
		if parsed, err := strconv.ParseBool(value); err == nil {
			return parsed
		}
	}
	return otherwise
}

// retries: without the setting, time alone is the limit.
func retries(value any) int {
	switch value := value.(type) {
	case float64:
		return int(value)
	case string:
		if parsed, err := strconv.Atoi(value); err == nil {
			return parsed
		}
	}
	return -1
}

func headers(value property.Value) map[string]string {
	all := map[string]string{}
	if value.IsMap() {
		for name, header := range value.AsMap().All {
			if header.IsString() {
				all[name] = header.AsString()
			}
		}
	}
	return all
}
