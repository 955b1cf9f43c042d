package provider_test

import (
	"net/http/httptest"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func configured(url string, more ...any) p.ConfigureRequest {
	settings := values{"baseUrl": property.New(url), "token": property.New(token).WithSecret(true)}
	for i := 0; i < len(more); i += 2 {
		settings[more[i].(string)] = more[i+1].(property.Value)
	}
	return p.ConfigureRequest{Args: property.NewMap(settings)}
}

func TestSaysWhichPropertyGitLabRefuses(t *testing.T) {
	taken := []string{"has already been taken"}
	for name, test := range map[string]struct {
		kind   string
		inputs values
		path   string
		answer answer
		want   string
	}{
		"a path that is taken": {
			"Project", values{"name": property.New("App"), "path": property.New("app")}, "/api/v4/projects",
			answer{status: 400, body: object{"message": object{"project_namespace.name": taken, "path": taken}}},
			"app: path: has already been taken; choose another, or import what is there",
		},
		"a group, in Ruby's words": {
			"Group", values{"name": property.New("Team"), "path": property.New("team")}, "/api/v4/groups",
			answer{status: 400, body: object{"message": `Failed to save group {:path=>["has already been taken"]}`}},
			"app: path: has already been taken; choose another, or import what is there",
		},
		"a value that cannot be masked": {
			"ProjectVariable", aVariable, variables,
			answer{status: 400, body: object{"message": object{"value": []string{"is invalid"}}}},
			"app: value: is invalid; a masked value has 8 characters or more, letters, digits or _+=/@:.~- only; " +
				"with `raw`, anything but blanks",
		},
		"a value that GitLab repeats": {
			"ProjectVariable", aVariable, variables,
			answer{status: 400, body: object{"message": object{"value": []string{"correct-horse is too short"}}}},
			"app: value: [secret] is too short; a masked value has 8 characters or more, letters, digits or " +
				"_+=/@:.~- only; with `raw`, anything but blanks",
		},
		"a parameter": {
			"ProjectVariable", aVariable, variables,
			answer{status: 400, body: object{"error": "environment_scope is invalid, key is missing"}},
			"app: environmentScope: is invalid; change environmentScope; key: is missing; change key",
		},
		"an unknown project": {
			"ProjectVariable", aVariable, variables, answer{status: 404, body: object{"message": "404 Project Not Found"}},
			"app: URL: GitLab has no project 7, or hides it from this token; check the name and the token's rights",
		},
		"a token without rights": {
			"ProjectVariable", aVariable, variables, answer{status: 403, body: object{"message": "403 Forbidden"}},
			"app: URL: the token may not do this (403 Forbidden); use one with the scope api, of somebody who is " +
				"Maintainer or Owner there",
		},
		"a token that ended": {
			"ProjectVariable", aVariable, variables,
			answer{status: 401, body: object{"error": "invalid_token", "error_description": "Token was revoked. You have to re-authorize from the user."}},
			"app: URL: GitLab does not accept the token (Token was revoked. You have to re-authorize from the user.); " +
				"set `token` of the provider, or GITLAB_TOKEN, to a valid one",
		},
	} {
		t.Run(name, func(t *testing.T) {
			gitlab := serve(t, script{"POST " + test.path: {test.answer}})
			_, err := on(t, gitlab, test.kind).create(test.inputs)

			require.Error(t, err)
			assert.Equal(t, replaced(test.want, gitlab.URL), err.Error())
		})
	}
}

func TestSaysWhyThereIsNoConnection(t *testing.T) {
	secure := httptest.NewTLSServer(nil)
	defer secure.Close()
	// On loopback it would only be asleep.
	const closed = "http://0.0.0.0:1"
	for name, test := range map[string]struct{ url, want string }{
		"a certificate of an unknown authority": {secure.URL, "URL: its certificate is from an authority that this machine does " +
			"not trust; set `cacertFile` of the provider to the authority's certificate (PEM)"},
		"nobody there": {closed, "URL: nothing answers there (connection refused) after 0s of trying; check baseUrl, and that " +
			"GitLab runs"},
		"an unknown name": {"http://gitlab.invalid", "URL: no machine has this name; check baseUrl"},
	} {
		t.Run(name, func(t *testing.T) {
			err := newSubject(t, "Project", nil).Server.Configure(configured(test.url, "retries", property.New(0.0)))

			assert.EqualError(t, err, replaced(test.want, test.url))
		})
	}
}

func TestFindsMistakesWithoutGitLab(t *testing.T) {
	response, err := newSubject(t, "ProjectVariable", nil).Server.Check(p.CheckRequest{
		Urn: newSubject(t, "ProjectVariable", nil).urn,
		Inputs: property.NewMap(values{
			"project": property.New(7.0), "key": property.New("A"), "variableType": property.New("envVar"),
			"secretive": property.New(true),
		}),
	})

	require.NoError(t, err)
	assert.Equal(t, []p.CheckFailure{
		{Property: "secretive", Reason: "secretive: this plugin knows no such input; leave it out, or use the official plugin"},
		{Property: "project", Reason: "project: expected a text, found the number 7"},
		{Property: "value", Reason: "value: is missing"},
		{Property: "variableType", Reason: `variableType: expected one of env_var, file, found "envVar"`},
	}, response.Failures)
}
